"""The ears of a living room, beside its keyboard: whichever has something first."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from daemon.rooms.abilities import Abilities
from daemon.rooms.attempts import Attempts
from daemon.session.events import Command, Event, NotUnderstood
from daemon.session.understand import spoken
from voice.ears.heard import Heard
from voice.language.kinds import HARMLESS, CommandName, Kind

if TYPE_CHECKING:
    from voice.child.client import VoiceClient

LISTEN_SECONDS = 8.0

TypedLine = asyncio.Task[str | None]
"""A typed line that is waited for; None where there will be no more."""


class Hearing:
    """Listens to one thing at a time, where `can` says that it can listen."""

    def __init__(self, client: "VoiceClient", can: Abilities, attempt: Attempts) -> None:
        self._client, self._can, self._attempt = client, can, attempt
        self._task: asyncio.Task[Heard | None] | None = None

    def start(self, kind: Kind, seconds: float = LISTEN_SECONDS, tone: str = "") -> None:
        """Listen, unless it does already; with the microphone kept open between commands."""
        if self._can.listens and self._task is None:
            self._task = asyncio.create_task(self._listen(kind, seconds, tone))

    async def _listen(self, kind: Kind, seconds: float, tone: str) -> Heard | None:
        stay = kind is Kind.COMMAND
        listening = self._client.listen(kind, seconds=seconds, tone=tone, stay=stay)
        return await self._attempt(listening)

    def stop(self) -> None:
        """Listen no more; what was said is forgotten."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def stop_over(self, speaking: "asyncio.Future[bool]") -> bool:
        """Listen over what is spoken, until that ends; whether "stop" was heard."""
        try:
            while not speaking.done():
                self.start(Kind.COMMAND)
                if (task := self._task) is None:
                    return False
                both: set[asyncio.Future[Any]] = {speaking, task}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                if task.done() and await self._heard(Kind.COMMAND) == Command(CommandName.STOP):
                    return True
            return False
        finally:
            self.stop()

    async def first(
        self, kind: Kind, line: TypedLine, seconds: float | None, reading: Callable[[str], Event]
    ) -> Event | None:
        """What is typed or heard first; None where neither was, or listening failed."""
        task = self._task
        waited: set[asyncio.Task[Any]] = {task} if task else set()
        if not ended(line):
            waited.add(line)
        if not waited:
            await asyncio.sleep(seconds or 0.0)
            return None
        await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if line.done() and (text := line.result()) is not None:
            return reading(text)
        if seconds is not None and not (task and task.done()):
            return None
        # Where the end of typed input came first, what is heard is left.
        event = await self._heard(kind)
        return event if self._can.listens else None

    async def _heard(self, kind: Kind) -> Event:
        task, self._task = self._task, None
        heard = await task if task else None
        event = spoken(kind, heard)
        if isinstance(event, Command) and heard and heard.over and kind is Kind.COMMAND:
            # Over easeback's own voice others may be its own words.
            return event if self._can.barge_in or event.name in HARMLESS else NotUnderstood()
        return event


def ended(line: TypedLine) -> bool:
    """Whether no line will be typed any more."""
    return line.done() and line.result() is None
