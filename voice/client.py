"""The daemon's side of the voice child. Standard library only: the models live in the child."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from voice.part import Part

RESTARTS = 5
_TEARDOWN_SECONDS = 2.0
_LINE_BYTES = 1 << 20


class VoiceFailed(Exception):
    """Speaking or listening did not work; `reason` is a sentence for the runner."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Said:
    """A rendered sound and its length."""

    file: str
    seconds: float


@dataclass(frozen=True)
class Heard:
    """What was understood, as `easeback hear` prints it; `file` is the sound, where it was made."""

    text: str
    value: Any
    accepted: bool
    sure: bool
    seconds: float
    file: str = ""


class VoiceClient:
    """Starts the child when it is first needed, and again (a few times) should it die.

    Every method raises VoiceFailed. One that is cancelled takes the child with it.
    """

    def __init__(
        self, *, voice: str = "en-us", rate: int = 150, command: Sequence[str] | None = None
    ) -> None:
        own = [sys.executable, "-m", "voice", "serve", f"--voice={voice}", f"--rate={rate}"]
        self._command = list(command or own)
        self._child: asyncio.subprocess.Process | None = None
        self._deaths = 0
        self._number = 0
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child."""
        await self._end()

    async def probe(self) -> Mapping[str, Part]:
        """State of mouth, ears, speaker and microphone."""
        reply = await self._request(30, op="probe")
        return {name: Part(**part) for name, part in reply["parts"].items()}

    async def say(self, text: str, *, play: bool = True) -> Said:
        """Render a text and, unless `play` is off, speak it; returns when it was spoken."""
        return _said(await self._request(90, op="say", text=text, play=play))

    async def tone(self, name: str, *, play: bool = True) -> Said:
        """Sound a tone."""
        return _said(await self._request(15, op="tone", name=name, play=play))

    async def play(self, file: str) -> Said:
        """Play a WAV file that one of the other methods made."""
        return _said(await self._request(90, op="play", file=file))

    async def listen(self, kind: str, *, seconds: float = 8.0, tone: str = "") -> Heard | None:
        """One answer from the microphone, after a tone if named; None where nothing was said."""
        reply = await self._request(
            seconds + 15, op="listen", kind=kind, seconds=seconds, tone=tone
        )
        return None if reply["event"] == "silence" else _heard(reply)

    async def hear_as(self, kind: str, text: str, *, voice: str, rate: int) -> Heard:
        """Let a synthetic runner say `text`, and hear it."""
        reply = await self._request(
            60, op="hear_as", kind=str(kind), text=text, voice=voice, rate=rate
        )
        return _heard(reply)

    async def _request(self, timeout: float, **request: Any) -> dict[str, Any]:
        async with self._turn:
            self._number += 1
            try:
                reply = await asyncio.wait_for(self._exchange(request), timeout)
            except TimeoutError:
                self._deaths += 1
                await self._end()
                raise VoiceFailed("the voice process did not answer in time.") from None
            except asyncio.CancelledError:
                # The child is in the middle of something that nobody waits for any more.
                await self._end()
                raise
            except (OSError, ValueError) as error:
                self._deaths += 1
                await self._end()
                reason = error or "no reason given"
                raise VoiceFailed(f"the voice process ended: {reason}.") from None
        if reply["event"] == "failed":
            raise VoiceFailed(reply["reason"])
        return reply

    async def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        child = await self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps({"id": self._number, **request}).encode() + b"\n")
        await child.stdin.drain()
        while line := await child.stdout.readline():
            reply: dict[str, Any] = json.loads(line)
            if reply.get("id") == self._number:
                return reply
        raise OSError(f"exit code {await child.wait()}")

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        if self._deaths > RESTARTS:
            raise OSError(f"it ended {self._deaths} times and is not started again")
        self._child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE_BYTES,
        )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None or child.returncode is not None:
            return
        assert child.stdin is not None
        child.stdin.close()
        try:
            await asyncio.wait_for(child.wait(), 0.3)
        except TimeoutError:
            child.kill()
            await asyncio.wait_for(child.wait(), _TEARDOWN_SECONDS)


def _said(reply: Mapping[str, Any]) -> Said:
    return Said(reply["file"], reply["seconds"])


def _heard(reply: Mapping[str, Any]) -> Heard:
    names = ("text", "value", "accepted", "sure", "seconds")
    return Heard(**{name: reply[name] for name in names}, file=reply.get("file", ""))
