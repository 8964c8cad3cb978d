"""A living room: sentences are spoken and printed, answers heard or typed."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from daemon.actions import Ask
from daemon.events import Event, NotUnderstood
from daemon.typed_room import TypedRoom
from daemon.understand import typed, understand
from daemon.words import words
from voice.answers import Kind
from voice.client import Heard, VoiceClient, VoiceFailed

T = TypeVar("T")

# Less than this between two cues is too short to say a command in.
_TIME_TO_SPEAK = 3.0


class VoiceRoom:
    """Speaks and listens as long as it can; the terminal stays beside it and takes over."""

    def __init__(self, client: VoiceClient, terminal: TypedRoom) -> None:
        self._client = client
        self._terminal = terminal
        self._speaks = self._listens = True

    async def look_around(self) -> None:
        """Find out what works here and say what does not."""
        try:
            parts = await self._client.probe()
        except VoiceFailed as failed:
            await self._lose(failed)
            return
        for name in ("mouth", "speaker"):
            if self._speaks and parts[name].state != "present":
                self._speaks = False
                await self._terminal.say(words("voice.no_speaker", reason=parts[name].detail))
        for name in ("ears", "microphone"):
            if self._listens and parts[name].state != "present":
                self._listens = False
                await self._terminal.say(words("voice.no_ears", reason=parts[name].detail))

    def now(self) -> datetime:
        """The time in this room."""
        return self._terminal.now()

    async def say(self, text: str) -> None:
        """Print and speak."""
        await self._terminal.say(text)
        if self._speaks:
            await self._try(self._client.say(text))

    async def sound(self, tone: str) -> None:
        """Sound a tone."""
        if self._speaks:
            await self._try(self._client.tone(tone))

    async def ask(self, ask: Ask) -> Event:
        """Listen, and take a typed line just as well."""
        if ask.typed or not self._listens:
            return await self._terminal.ask(ask)
        event = await self._hear_or_read(ask.kind, None, tone="listen" if self._speaks else "")
        return event or await self._terminal.ask(ask)

    async def wait(self, at: datetime | None) -> Event:
        """Wait for the time, listening for commands where there is time to say one."""
        while self._listens:
            left = (at - self.now()).total_seconds() if at else None
            if left is not None and left < _TIME_TO_SPEAK:
                break
            event = await self._hear_or_read(Kind.COMMAND, left)
            if event is not None and not isinstance(event, NotUnderstood):
                return event
        return await self._terminal.wait(at)

    async def notify(self, text: str) -> None:
        """By the desktop, where it can."""
        await self._terminal.notify(text)

    async def _hear_or_read(self, kind: str, seconds: float | None, tone: str = "") -> Event | None:
        """What came first; None where listening failed. At most `seconds`, if given."""
        limit = 8.0 if seconds is None else min(8.0, seconds - 1.0)
        listening = self._client.listen(kind, seconds=limit, tone=tone)
        hearing = asyncio.ensure_future(self._try(listening))
        reading = asyncio.ensure_future(self._terminal.lines.next())
        try:
            await asyncio.wait({hearing, reading}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done() and (line := reading.result()) is not None:
                return typed(kind, line)
            heard = await hearing
        finally:
            hearing.cancel()
            reading.cancel()
        if not self._listens:
            return None
        return self._event(kind, heard)

    def _event(self, kind: str, heard: Heard | None) -> Event:
        if heard is None or not heard.text:
            return NotUnderstood()
        return understand(kind, heard.text, sure=heard.sure, by="spoken")

    async def _try(self, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except VoiceFailed as failed:
            await self._lose(failed)
            return None

    async def _lose(self, failed: VoiceFailed) -> None:
        if self._speaks or self._listens:
            self._speaks = self._listens = False
            await self._terminal.say(words("voice.lost", reason=failed.reason))
