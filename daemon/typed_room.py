"""A session at a terminal: sentences are printed, answers and commands are typed."""

import asyncio
import sys
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol, TextIO

from daemon import clock
from daemon.actions import Ask
from daemon.events import CueDue, Event, Unanswered
from daemon.notice import Notice
from daemon.notify import Notifier
from daemon.understand import typed
from voice.answers import Kind

_NOTIFICATION_SECONDS = 2.0


class LineSource(Protocol):
    """Where typed lines come from."""

    async def next(self) -> str | None:
        """The next line; None where none came."""


class Lines:
    """Typed lines as they come, without blocking anything else; None at the end of input."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._queue: asyncio.Queue[str | None] | None = None
        self._ended = False

    async def next(self) -> str | None:
        """The next line; None where there will be no more."""
        if self._ended:
            return None
        if self._queue is None:
            self._queue = asyncio.Queue()
            loop = asyncio.get_running_loop()
            # A blocked read cannot be cancelled: a daemon thread dies with the process.
            threading.Thread(target=self._read, args=(loop, self._queue), daemon=True).start()
        line = await self._queue.get()
        self._ended = line is None
        return line

    def _read(self, loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[str | None]) -> None:
        try:
            for line in self._source:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)
        except (OSError, ValueError, RuntimeError):
            # Closed standard input, or the session is over: nobody waits for a line any more.
            return


class TypedRoom:
    """A terminal."""

    def __init__(self, lines: LineSource, notifier: Notifier, out: TextIO | None = None) -> None:
        self.lines = lines
        self._notifier = notifier
        self._out = out
        # The wall clock may step while a session runs; its cues must not.
        self._start, self._zero = clock.now(), monotonic()

    def now(self) -> datetime:
        """The time of the start and what has passed since."""
        return self._start + timedelta(seconds=monotonic() - self._zero)

    async def say(self, text: str) -> None:
        """Print it."""
        print(text, file=self._out or sys.stdout, flush=True)

    async def sound(self, tone: str) -> None:
        """A terminal stays silent: every tone goes with a printed cue."""

    async def ask(self, ask: Ask) -> Event:
        """Read one line."""
        print("> ", end="", file=self._out or sys.stdout, flush=True)
        line = await self.lines.next()
        return Unanswered() if line is None else typed(ask.kind, line)

    async def wait(self, at: datetime | None) -> Event:
        """Wait for the time or for a typed command."""
        if at is None:
            line = await self.lines.next()
            return typed(Kind.COMMAND, line) if line is not None else Unanswered()
        seconds = (at - self.now()).total_seconds()
        try:
            line = await asyncio.wait_for(self.lines.next(), seconds) if seconds > 0 else None
        except TimeoutError:
            return CueDue()
        if line is not None:
            return typed(Kind.COMMAND, line)
        await asyncio.sleep(max(0.0, (at - self.now()).total_seconds()))
        return CueDue()

    async def notify(self, text: str) -> None:
        """By the desktop, where it can."""
        # The same text is said or printed: a desktop that hangs must not hold up the session.
        with suppress(TimeoutError):
            await asyncio.wait_for(
                self._notifier.notify(Notice(text, "decision")), _NOTIFICATION_SECONDS
            )
