"""Whether it is no moment to speak into the room: nobody is at the screen, or a call is on."""

import asyncio
import json
import logging
from typing import Any

log = logging.getLogger(__name__)

_SECONDS = 2.0


async def elsewhere() -> str:
    """Why speech should wait ("locked", "call"); empty where nothing speaks against it.

    What cannot be asked here (no logind, no sound server) does not speak against it.
    """
    if (await _output("loginctl", "show-session", "auto", "-p", "LockedHint", "--value")) == "yes":
        return "locked"
    recorders = await _listed("source-outputs")
    if not recorders:
        return ""
    # Who records what a speaker plays does not listen to the room.
    monitors = {source.get("index") for source in await _listed("sources") if _is_monitor(source)}
    return "call" if any(_listens(recorder, monitors) for recorder in recorders) else ""


def _listens(recorder: dict[str, Any], monitors: set[Any]) -> bool:
    paused = recorder.get("corked") is True
    # A volume meter is no conversation.
    meter = recorder.get("resample_method") == "peaks"
    return not paused and not meter and recorder.get("source") not in monitors


def _is_monitor(source: dict[str, Any]) -> bool:
    return str(source.get("name", "")).endswith(".monitor")


async def _listed(what: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(await _output("pactl", "--format=json", "list", what) or "[]")
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


async def _output(*command: str) -> str:
    """What a program prints; nothing where it is missing, fails or hangs."""
    try:
        child = await asyncio.create_subprocess_exec(
            *command, stdin=-3, stdout=asyncio.subprocess.PIPE, stderr=-3
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
