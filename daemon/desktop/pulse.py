"""The audio server, asked by a process that has other things to do meanwhile."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from voice.audio import pulse

log = logging.getLogger(__name__)

_SECONDS = 3.0
# It is looked so often as well: nothing tells when `pactl subscribe` has begun to listen.
_GLANCE_SECONDS = 4.0
_NULL = asyncio.subprocess.DEVNULL


async def listed(what: str) -> Sequence[Mapping[str, Any]]:
    """What there is of "sources", "sink-inputs" and the like; nothing where it does not answer."""
    return pulse.rows(await output(*pulse.command("--format=json", "list", what)))


async def set_volume(stream: str, volume: Sequence[int]) -> None:
    """Of a stream that plays (its index), in each of its channels."""
    await output(*pulse.command("set-sink-input-volume", stream, *map(str, volume)))


async def streams_begun() -> AsyncIterator[None]:
    """Whenever a stream may have begun to play; never, where nothing tells. Raises OSError."""
    child = await asyncio.create_subprocess_exec(
        *pulse.command("subscribe"),
        stdout=asyncio.subprocess.PIPE,
        stderr=_NULL,
        env=pulse.environment(),
    )
    try:
        assert child.stdout is not None
        while child.returncode is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GLANCE_SECONDS):
                    await _told_of_a_stream(child.stdout)
            yield
    finally:
        with suppress(ProcessLookupError):
            child.kill()


async def output(*command: str) -> str:
    """What a program prints in English; "" where it is missing, fails or hangs."""
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=_NULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=_NULL,
            env=pulse.environment(),
        )
    except OSError:
        return ""
    try:
        async with asyncio.timeout(_SECONDS):
            out, _ = await child.communicate()
    except TimeoutError:
        log.info("%s does not answer", command[0])
        return ""
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return out.decode("utf-8", "replace").strip() if child.returncode == 0 else ""


async def _told_of_a_stream(events: asyncio.StreamReader) -> None:
    async for line in events:
        if line.startswith(b"Event 'new' on sink-input"):
            return
