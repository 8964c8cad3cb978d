"""The daemon's side of the voice child, where the models live: none is loaded here."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Any, Self

from voice.base.health import Health
from voice.base.part import Part
from voice.base.words import words

RESTARTS = 20
_TEARDOWN_SECONDS = 2.0
# Time to give back what it had of the audio server.
_QUIT_SECONDS = 1.0
# A child that does not say within this time that it lives, hangs; it is asked this often.
_ALIVE_SECONDS = 2.0
_ASK_SECONDS = 0.5
# So much longer than it lasts may a sound take, and so long may it take to render: on a busy
# machine seconds, and who gave up sooner would render the same text again and again.
_LATE_SECONDS = 3.0
_RENDER_SECONDS = 6.0
_LINE_BYTES = 1 << 20


class VoiceFailed(Exception):
    """Speaking or listening did not work; `reason` is a sentence for the runner."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Said:
    """A rendered sound and its length; `whole` unless it was hushed."""

    file: str
    seconds: float
    whole: bool = True


@dataclass(frozen=True)
class Heard:
    """What was understood, as `easeback hear` prints it.

    `file` is the sound, where it was made; `over` is true where the mouth spoke meanwhile.
    """

    text: str
    value: Any
    accepted: bool
    sure: bool
    seconds: float
    file: str = ""
    over: bool = False


class VoiceClient:
    """Starts the child when it is first needed, and again (a few times) should it die.

    Every method raises VoiceFailed. What is cancelled here is broken off in the child too.
    """

    def __init__(
        self,
        *,
        voice: str = "en-us",
        rate: int = 150,
        cancel_echo: bool = False,
        command: Sequence[str] | None = None,
    ) -> None:
        own = [sys.executable, "-m", "voice", "serve", f"--voice={voice}", f"--rate={rate}"]
        own += ["--cancel-echo"] if cancel_echo else []
        self._command = list(command or own)
        self._child: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        # By when the sound that a request is about is over, by time.monotonic().
        self._over_by: dict[int, float] = {}
        self._lives = self._closed = False
        self._deaths = 0
        self._number = 0
        self._start = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child, for good."""
        self._closed = True
        await self._end()

    async def probe(self, *, seconds: float = 0.0) -> Mapping[str, Part]:
        """State of mouth, ears, speaker and, after `seconds` of listening, of the microphone."""
        reply = await self._request(30, op="probe", seconds=seconds)
        return {
            name: Part(Health(part["state"]), part["detail"])
            for name, part in reply["parts"].items()
        }

    async def say(self, text: str, *, play: bool = True, at: float | None = None) -> Said:
        """Render a text and, unless `play` is off, speak it; returns when it was spoken.

        `at` (here and below) is the moment of its first sound, by time.monotonic().
        """
        return _said(await self._request(90, "hush", op="say", text=text, play=play, at=at))

    async def tone(self, name: str, *, play: bool = True, at: float | None = None) -> Said:
        """Sound a tone."""
        return _said(await self._request(90, "hush", op="tone", name=name, play=play, at=at))

    async def play(self, file: str) -> Said:
        """Play a WAV file that one of the other methods made."""
        return _said(await self._request(90, "hush", op="play", file=file))

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render texts ahead of time; how long each of them sounds, in seconds."""
        reply = await self._request(180, op="prepare", texts=list(texts))
        lengths: dict[str, float] = reply["lengths"]
        return lengths

    async def adjust(self, *, gain: float, rate: int) -> None:
        """Loudness (1: as it is) and words a minute of what is spoken from now on."""
        await self._request(5, op="adjust", gain=gain, rate=rate)

    async def listen(
        self, kind: str, *, seconds: float = 8.0, tone: str = "", stay: bool = False
    ) -> Heard | None:
        """One answer from the microphone, after a tone if named; None where nothing was said.

        With `stay` the microphone stays open for the next one, which then misses nothing.
        """
        reply = await self._request(
            seconds + 15, "cancel", op="listen", kind=kind, seconds=seconds, tone=tone, stay=stay
        )
        return None if reply["event"] == "silence" else _heard(reply)

    async def train(self, score: int, *, seconds: float = 5.0) -> bool:
        """Listen, after the tone, to how the runner says a score; False where it was not that."""
        reply = await self._request(
            seconds + 15, "cancel", op="train", score=score, seconds=seconds, tone="listen"
        )
        return bool(reply["taken"])

    async def keep(self) -> int:
        """Keep what was trained, in place of all before; how many answers."""
        return int((await self._request(15, op="keep"))["answers"])

    async def learn(self, score: int) -> None:
        """The runner confirmed that the answer heard last was this score."""
        await self._request(15, op="learn", score=score)

    async def hear_as(self, kind: str, text: str, *, voice: str, rate: int) -> Heard:
        """Let a synthetic runner say `text`, and hear it."""
        reply = await self._request(
            60, op="hear_as", kind=str(kind), text=text, voice=voice, rate=rate
        )
        return _heard(reply)

    async def _request(self, timeout: float, undo: str = "", **request: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        try:
            # asyncio.wait_for may swallow being cancelled (Python 3.11), and who cancels waits on.
            async with asyncio.timeout(timeout):
                reply = await self._exchange(number, request)
        except TimeoutError:
            self._deaths += 1
            await self._end()
            raise VoiceFailed(words("process.late")) from None
        except asyncio.CancelledError:
            self._post(op=undo, target=number)
            raise
        except (OSError, ValueError) as error:
            self._deaths += 1
            await self._end()
            reason = str(error) or words("process.no_reason")
            raise VoiceFailed(words("process.ended", reason=reason)) from None
        finally:
            self._waiting.pop(number, None)
            self._over_by.pop(number, None)
        if reply["event"] == "failed":
            raise VoiceFailed(reply["reason"])
        return reply

    async def _exchange(self, number: int, request: dict[str, Any]) -> dict[str, Any]:
        async with self._start:
            child = await self._started()
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        self._post(id=number, **request)
        assert child.stdin is not None
        # That it has ended is told by who reads from it, with its exit code.
        with suppress(ConnectionError):
            await child.stdin.drain()
        while not (await asyncio.wait({future}, timeout=_ASK_SECONDS))[0]:
            if monotonic() > self._over_by.get(number, float("inf")):
                raise TimeoutError
            # Before its first reply it loads models, and reads nothing yet.
            if self._lives:
                await self._asked_whether_it_lives()
        reply: dict[str, Any] = future.result()
        return reply

    async def _asked_whether_it_lives(self) -> None:
        self._number += 1
        number, alive = self._number, asyncio.get_running_loop().create_future()
        self._waiting[number] = alive
        self._post(id=number, op="ping")
        try:
            async with asyncio.timeout(_ALIVE_SECONDS):
                await alive
        finally:
            self._waiting.pop(number, None)

    def _post(self, **request: Any) -> None:
        child = self._child
        if request["op"] and child is not None and child.returncode is None:
            assert child.stdin is not None
            child.stdin.write(json.dumps(request).encode() + b"\n")

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        if self._closed:
            raise OSError(words("process.unneeded"))
        if self._deaths > RESTARTS:
            raise OSError(words("process.restarts", n=self._deaths))
        self._child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE_BYTES,
            # Its own programs for speech and sound end with it, whatever they hang in.
            process_group=0,
        )
        self._lives = False
        self._reader = asyncio.create_task(self._read(self._child))
        return self._child

    async def _read(self, child: asyncio.subprocess.Process) -> None:
        """Hand every reply to who waits for it; a child that ended has none for anybody."""
        assert child.stdout is not None
        fault: Exception
        try:
            while line := await child.stdout.readline():
                reply = json.loads(line)
                self._lives = True
                if reply["event"] in ("begun", "sounding"):
                    late = _RENDER_SECONDS if reply["event"] == "begun" else _LATE_SECONDS
                    seconds = reply.get("seconds", 0.0) + late
                    self._over_by[reply["id"]] = monotonic() + seconds
                    continue
                if reply["event"] == "listening":
                    self._over_by.pop(reply["id"], None)
                    continue
                future = self._waiting.get(reply.get("id"))
                if future is not None and not future.done():
                    future.set_result(reply)
            fault = OSError(words("process.code", code=await child.wait()))
        except (OSError, ValueError) as error:
            fault = error
        if child is self._child:
            self._fail(fault)

    def _fail(self, fault: Exception) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(fault)
                # Who has been cancelled does not look at it.
                future.exception()

    async def _end(self) -> None:
        child, self._child = self._child, None
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
        self._fail(OSError(words("process.was_ended")))
        if child is None:
            return
        if child.returncode is None:
            self._quit(child)
            with suppress(TimeoutError):
                async with asyncio.timeout(_QUIT_SECONDS):
                    await child.wait()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        async with asyncio.timeout(_TEARDOWN_SECONDS):
            await child.wait()

    def _quit(self, child: asyncio.subprocess.Process) -> None:
        assert child.stdin is not None
        child.stdin.write(b'{"op": "quit"}\n')
        child.stdin.close()


def _said(reply: Mapping[str, Any]) -> Said:
    return Said(reply["file"], reply["seconds"], reply.get("whole", True))


def _heard(reply: Mapping[str, Any]) -> Heard:
    names = ("text", "value", "accepted", "sure", "seconds")
    heard = {name: reply[name] for name in names}
    return Heard(**heard, file=reply.get("file", ""), over=reply.get("over", False))
