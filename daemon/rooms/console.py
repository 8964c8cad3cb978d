"""A terminal that a person sits at: sentences are printed, lines are read from the keyboard."""

import asyncio
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Protocol, TextIO

from daemon.desktop.notify import Notifier
from daemon.rooms.screen import Screen
from daemon.rooms.terminal import show_decision
from daemon.session.actions import Ask, Scene


class LineSource(Protocol):
    """Where typed lines come from."""

    async def next(self) -> str | None:
        """The next line; None where none came."""

    async def touched(self) -> None:
        """Returns once a line waits; never where none will come."""


class Lines:
    """Typed lines as they come, without blocking anything else; None at the end of input."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._queue: asyncio.Queue[str | None] | None = None
        self._touched = asyncio.Event()
        self._ended = False

    async def next(self) -> str | None:
        """The next line; None where there will be no more."""
        if self._ended:
            return None
        queue = self._opened()
        line = await queue.get()
        if queue.empty():
            self._touched.clear()
        self._ended = line is None
        return line

    async def touched(self) -> None:
        """Returns once a line waits; never where none will come."""
        self._opened()
        await self._touched.wait()

    def _opened(self) -> asyncio.Queue[str | None]:
        if self._queue is None:
            self._queue = asyncio.Queue()
            loop = asyncio.get_running_loop()
            # A blocked read cannot be cancelled: a daemon thread dies with the process.
            threading.Thread(target=self._read, args=(loop, self._queue), daemon=True).start()
        return self._queue

    def _came(self, queue: asyncio.Queue[str | None], line: str) -> None:
        queue.put_nowait(line)
        self._touched.set()

    def _read(self, loop: asyncio.AbstractEventLoop, queue: asyncio.Queue[str | None]) -> None:
        try:
            for line in self._source:
                loop.call_soon_threadsafe(self._came, queue, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)
        except (OSError, ValueError, RuntimeError):
            # Closed standard input, or the session is over: nobody waits for a line any more.
            return


class Console:
    """Prints to `out` (standard output if left out)."""

    def __init__(self, lines: LineSource, notifier: Notifier, out: TextIO | None = None) -> None:
        self._lines, self._notifier = lines, notifier
        self._screen = Screen(out or sys.stdout)
        self.alone = True

    def tell(self, text: str) -> None:
        """Print it."""
        self._screen.line(text)

    def missed(self, text: str) -> None:
        """It can still be read."""

    def draw(self, scene: Scene | None, now: datetime, left: float) -> float:
        """Where a person looks at it."""
        return self._screen.draw(scene, now, left)

    async def line(self, asked: Ask | None = None) -> str | None:
        """From the keyboard, after a prompt where one is asked for."""
        if asked:
            self._screen.prompt()
        line = await self._lines.next()
        if line is not None:
            self._screen.entered(line.rstrip("\n"))
        return line

    async def touched(self) -> None:
        """By the keyboard."""
        await self._lines.touched()

    def asking(self, ask: Ask) -> AbstractContextManager[None]:
        """Who sits here sees it."""
        return nullcontext()

    async def notify(self, text: str) -> None:
        """By the desktop."""
        await show_decision(self._notifier, text)
