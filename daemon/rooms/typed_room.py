"""A session at a terminal: sentences are printed, answers and commands are typed."""

import asyncio
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol, TextIO

from daemon.base import clock
from daemon.base.words import words
from daemon.desktop.notice import Notice, NoticeKind
from daemon.desktop.notify import Notifier
from daemon.rooms.screen import Screen
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Cue
from daemon.session.understand import typed, typed_answer
from voice.language.answers import Kind

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
        self.screen = Screen(out or sys.stdout)
        self._notifier = notifier
        self.alone = True
        """Whether what is said can only be read."""
        # The wall clock may step while a session runs; its cues must not.
        self._start, self._zero = clock.now(), monotonic()

    def now(self) -> datetime:
        """The time of the start and what has passed since."""
        return self._start + timedelta(seconds=monotonic() - self._zero)

    def monotonic(self, at: datetime) -> float:
        """The moment `at` by time.monotonic()."""
        return self._zero + (at - self._start).total_seconds()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Reading needs no preparation."""
        return {}

    def tell(self, text: str) -> None:
        """Print it."""
        self.screen.line(text)

    async def say(self, text: str) -> None:
        """Print it."""
        self.tell(text)

    def missed(self, text: str) -> None:
        """Something was told already, and then not heard; here it can still be read."""

    async def ask(self, ask: Ask) -> Event:
        """Read one line."""
        if ask.moment is not None:
            # What was typed was seen.
            return NotUnderstood()
        self.screen.prompt()
        line = await self.lines.next()
        return Unanswered() if line is None else typed_answer(ask, line)

    async def wait(self, until: WaitUntil) -> Event:
        """Wait for the time or for a typed command, then show the cue."""
        if until.at is None:
            self.show(until.cue)
            line = await self.lines.next()
            return typed(Kind.COMMAND, line) if line is not None else Unanswered()
        reading = asyncio.ensure_future(self.lines.next())
        try:
            while (left := (until.at - self.now()).total_seconds()) > 0:
                pause = self.screen.draw(until.scene, self.now(), left)
                await asyncio.wait({reading}, timeout=pause)
                if reading.done() and (line := reading.result()) is not None:
                    return typed(Kind.COMMAND, line)
                if reading.done():
                    await asyncio.sleep(min(pause, left))
        finally:
            reading.cancel()
        self.show(until.cue)
        return CueDue()

    def show(self, cue: Cue | None) -> None:
        """A cue in writing."""
        if cue and (cue.text or cue.tone):
            self.tell(cue.text or words(f"tone.{cue.tone}"))

    async def adjust(self, volume: float, pace: float) -> None:
        """Nobody reads louder."""

    async def notify(self, text: str) -> None:
        """By the desktop, where it can."""
        # The same text is said or printed: a desktop that hangs must not hold up the session.
        with suppress(TimeoutError):
            await asyncio.wait_for(
                self._notifier.notify(Notice(text, NoticeKind.DECISION)), _NOTIFICATION_SECONDS
            )
