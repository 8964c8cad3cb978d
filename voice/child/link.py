"""The pipe to the voice child: requests and replies, deadlines, deaths and new starts."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, cast

from voice.base.errors import VoiceFailed
from voice.base.words import words
from voice.child.frames import line, reply_from
from voice.child.messages import (
    Awaited,
    Begun,
    Cancel,
    Failed,
    Final,
    Hush,
    Listening,
    Ping,
    Progress,
    Quit,
    Reply,
    Request,
    Sounding,
)

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

Withdrawal = type[Hush] | type[Cancel]


class Link:
    """Starts the child when it is first needed, and again (a few times) should it die.

    `command` gives the program; it is asked at each start.
    """

    def __init__(self, command: Callable[[], Sequence[str]]) -> None:
        self._command = command
        self._child: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int | None, asyncio.Future[Final]] = {}
        # By when the sound that a request is about is over, by time.monotonic().
        self._over_by: dict[int | None, float] = {}
        self._lives = self._closed = False
        self._deaths = 0
        self._number = 0
        self._start = asyncio.Lock()

    async def ask(
        self, request: Request[Awaited], seconds: float, undo: Withdrawal | None = None
    ) -> Awaited:
        """What answers a request. Raises VoiceFailed where it fails, or takes so many seconds.

        Where this is cancelled, `undo` breaks it off in the child too.
        """
        self._number += 1
        number = self._number
        try:
            # asyncio.wait_for may swallow being cancelled (Python 3.11), and who cancels waits on.
            async with asyncio.timeout(seconds):
                reply = await self._exchange(number, request)
        except TimeoutError:
            self._deaths += 1
            await self._end()
            raise VoiceFailed(words("process.late")) from None
        except asyncio.CancelledError:
            if undo is not None:
                self._post(None, undo(number))
            raise
        except (OSError, ValueError) as error:
            self._deaths += 1
            await self._end()
            reason = str(error) or words("process.no_reason")
            raise VoiceFailed(words("process.ended", reason=reason)) from None
        finally:
            self._waiting.pop(number, None)
            self._over_by.pop(number, None)
        if isinstance(reply, Failed):
            raise VoiceFailed(reply.reason)
        return cast("Awaited", reply)

    async def close(self) -> None:
        """End the child, for good."""
        self._closed = True
        await self._end()

    async def _exchange(self, number: int, request: Request[Any]) -> Final:
        async with self._start:
            child = await self._started()
        future: asyncio.Future[Final] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        self._post(number, request)
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
        reply = future.result()
        if not isinstance(reply, Failed | request.answers()):
            raise ValueError(f"{type(reply).__name__} is no answer to {type(request).__name__}")
        return reply

    async def _asked_whether_it_lives(self) -> None:
        self._number += 1
        number = self._number
        alive: asyncio.Future[Final] = asyncio.get_running_loop().create_future()
        self._waiting[number] = alive
        self._post(number, Ping())
        try:
            async with asyncio.timeout(_ALIVE_SECONDS):
                await alive
        finally:
            self._waiting.pop(number, None)

    def _post(self, number: int | None, request: Request[Any]) -> None:
        child = self._child
        if child is not None and child.returncode is None:
            assert child.stdin is not None
            child.stdin.write(line(number, request))

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        if self._closed:
            raise OSError(words("process.unneeded"))
        if self._deaths > RESTARTS:
            raise OSError(words("process.restarts", n=self._deaths))
        self._child = await asyncio.create_subprocess_exec(
            *self._command(),
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
            while text := await child.stdout.readline():
                self._hand_on(*reply_from(text))
            fault = OSError(words("process.code", code=await child.wait()))
        except (OSError, ValueError) as error:
            fault = error
        if child is self._child:
            self._fail(fault)

    def _hand_on(self, number: int | None, reply: Reply) -> None:
        self._lives = True
        if isinstance(reply, Progress):
            self._note(number, reply)
            return
        future = self._waiting.get(number)
        if future is not None and not future.done():
            future.set_result(reply)

    def _note(self, number: int | None, progress: Progress) -> None:
        match progress:
            case Begun():
                self._over_by[number] = monotonic() + _RENDER_SECONDS
            case Sounding(seconds):
                self._over_by[number] = monotonic() + seconds + _LATE_SECONDS
            case Listening():
                self._over_by.pop(number, None)

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
        child.stdin.write(line(None, Quit()))
        child.stdin.close()
