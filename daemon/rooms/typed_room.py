"""A session that is read and typed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from daemon.rooms.steady_clock import SteadyClock
from daemon.rooms.terminal import Terminal, typed_event
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import CueDue, Event, Unanswered
from daemon.session.routine import in_writing
from daemon.session.understand import typed
from voice.language.kinds import Kind


class TypedRoom:
    """A terminal and nothing else."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._clock = terminal, SteadyClock()

    def now(self) -> datetime:
        """The time in this room."""
        return self._clock.now()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Reading needs no preparation."""
        return {}

    async def say(self, text: str) -> None:
        """Show it."""
        self._terminal.tell(text)

    async def ask(self, ask: Ask) -> Event:
        """Read one line."""
        with self._terminal.asking(ask):
            return await typed_event(self._terminal, ask)

    async def wait(self, until: WaitUntil) -> Event:
        """Wait for the time or for a typed command, then show the cue."""
        if until.at is None:
            self._tell(in_writing(until.cue))
            line = await self._terminal.line()
            return typed(Kind.COMMAND, line) if line is not None else Unanswered()
        reading = asyncio.ensure_future(self._terminal.line())
        try:
            while (left := (until.at - self.now()).total_seconds()) > 0:
                pause = self._terminal.draw(until.scene, self.now(), left)
                await asyncio.wait({reading}, timeout=pause)
                if reading.done() and (line := reading.result()) is not None:
                    return typed(Kind.COMMAND, line)
                if reading.done():
                    await asyncio.sleep(min(pause, left))
        finally:
            reading.cancel()
        self._tell(in_writing(until.cue))
        return CueDue()

    async def adjust(self, volume: float, pace: float) -> None:
        """Nobody reads louder."""

    async def notify(self, text: str) -> None:
        """By the terminal."""
        await self._terminal.notify(text)

    def _tell(self, text: str) -> None:
        if text:
            self._terminal.tell(text)
