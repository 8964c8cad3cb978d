"""A living room: sentences are spoken and printed, answers heard or typed."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from daemon.diary.facts import By
from daemon.diary.questions import KIND
from daemon.rooms.abilities import Abilities
from daemon.rooms.attempts import Attempts
from daemon.rooms.hearing import LISTEN_SECONDS, Hearing, TypedLine, ended
from daemon.rooms.recovery import Recovery
from daemon.rooms.speaking import Speaking
from daemon.rooms.steady_clock import SteadyClock
from daemon.rooms.terminal import NOBODY_SECONDS, Terminal, typed_event
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import Answered, Command, CueDue, Event, Unanswered
from daemon.session.routine import Cue, in_writing
from daemon.session.understand import typed, typed_answer
from daemon.settings.config import Voice
from voice.base.errors import VoiceFailed
from voice.base.tone import ToneName
from voice.language.kinds import CommandName, Kind

if TYPE_CHECKING:
    from voice.child.client import VoiceClient

# Whoever says nothing for so long in a pause has gone away.
_LONGEST_PAUSE = timedelta(minutes=10)
# How long a question waits for a voice that was lost, where nobody can type.
_COME_BACK_SECONDS = 10.0
# Cues are sent to the child so long before their time.
_AHEAD_SECONDS = 5.0


class VoiceRoom:
    """Speaks and listens as long as it can; the terminal stays beside it and takes over."""

    def __init__(self, client: "VoiceClient", terminal: Terminal, voice: Voice) -> None:
        self._client, self._terminal = client, terminal
        self._clock = SteadyClock()
        self._can = Abilities(voice, terminal)
        attempt = Attempts(self._lose)
        self._speaking = Speaking(client, voice, self._can, self._clock, attempt)
        self._hearing = Hearing(client, self._can, attempt)
        self._recovery = Recovery(self._take_stock)
        self._listening_again = asyncio.Event()
        self._said = ""
        self._broke_off = False

    async def look_around(self) -> None:
        """Find out what works here and say what does not; that is looked for again."""
        if not await self._take_stock():
            self._recovery.start()

    async def close(self) -> None:
        """Look for nothing any more."""
        self._hearing.stop()
        await self._recovery.close()

    def now(self) -> datetime:
        """The time in this room."""
        return self._clock.now()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render everything, so that playing is all that is left to do."""
        return await self._speaking.prepare(texts)

    async def say(self, text: str) -> None:
        """Print and speak. A "stop" breaks it off, and is the next event that is waited for."""
        self._hearing.stop()
        self._said = text
        self._terminal.tell(text)
        if self._can.speaks and not self._broke_off and not await self._spoken(text):
            self._terminal.missed(text)

    async def _spoken(self, text: str) -> bool:
        """Whether it was heard, or the runner had heard enough."""
        speaking = asyncio.ensure_future(self._speaking.say(text))
        try:
            # Its own "stop" would break itself off, should some of it come back after all.
            if self._can.barge_in and not _says_stop(text):
                self._broke_off = await self._hearing.stop_over(speaking)
            return self._broke_off or await speaking
        finally:
            speaking.cancel()

    async def ask(self, ask: Ask) -> Event:
        """Listen, and take a typed line just as well; where one is lost the other goes on."""
        self._hearing.stop()
        with self._terminal.asking(ask):
            while not self._broke_off:
                if not self._can.listens:
                    event = await self._read(ask)
                elif ask.typed:
                    event = await self._by_any_way(ask)
                else:
                    event = await self._listen(ask)
                if event is not None:
                    await self._learn(ask, event)
                    return event
        self._broke_off = False
        return Command(CommandName.STOP)

    async def _read(self, ask: Ask) -> Event | None:
        """What is typed; None where it can be said again, and was asked for."""
        reading = asyncio.ensure_future(typed_event(self._terminal, ask))
        if not self._recovery.running:
            return await reading
        self._listening_again.clear()
        again = asyncio.ensure_future(self._listening_again.wait())
        try:
            await asyncio.wait({reading, again}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done() and isinstance(reading.result(), Unanswered):
                # Nobody can type here: what is lost gets the time to come back.
                await asyncio.wait({again}, timeout=_COME_BACK_SECONDS)
        finally:
            again.cancel()
            reading.cancel()
        if reading.done() and not again.done():
            return reading.result()
        if self._can.speaks:
            await self._speaking.say(self._said)
        return None

    async def _listen(self, ask: Ask) -> Event | None:
        """What is heard or typed; None where listening failed."""
        tone = ToneName.LISTEN if self._can.tones and ask.moment is None else ""
        self._hearing.start(ask.kind, ask.moment or LISTEN_SECONDS, tone)
        line = self._next_line()
        try:
            return await self._hearing.first(ask.kind, line, None, partial(typed_answer, ask))
        finally:
            line.cancel()
            self._hearing.stop()

    async def _by_any_way(self, ask: Ask) -> Event | None:
        """What is said, typed or clicked; nobody is hurried, and noise is no answer."""
        line, end = asyncio.ensure_future(self._terminal.line(ask)), monotonic() + NOBODY_SECONDS
        try:
            while self._can.listens and (left := end - monotonic()) > 0:
                self._hearing.start(ask.kind, min(left, LISTEN_SECONDS))
                reading = partial(typed_answer, ask)
                event = await self._hearing.first(ask.kind, line, left, reading)
                if isinstance(event, Answered | Command) or (event and _typed(line)):
                    return event
        finally:
            line.cancel()
            self._hearing.stop()
        return Unanswered() if self._can.listens else None

    async def wait(self, until: WaitUntil) -> Event:
        """Wait for the time, listening for commands; the cue is sent ahead, to sound in time."""
        if self._broke_off:
            self._broke_off = False
            return Command(CommandName.STOP)
        if until.at is None:
            self._show(until.cue)
        event = await self._command(until)
        if isinstance(event, CueDue):
            self._show(until.cue)
        else:
            self._speaking.hush()
        return event

    async def adjust(self, volume: float, pace: float) -> None:
        """Have the rest spoken so."""
        await self._speaking.adjust(volume, pace)

    async def notify(self, text: str) -> None:
        """By the desktop, where it can."""
        await self._terminal.notify(text)

    async def _command(self, until: WaitUntil) -> Event:
        """A command that is understood, or the time."""
        end = until.at or self.now() + _LONGEST_PAUSE
        cue, line = until.cue, self._next_line()
        try:
            while (left := (end - self.now()).total_seconds()) > 0:
                if cue and (until.at is None or left <= _AHEAD_SECONDS):
                    self._speaking.sound(cue, until.at)
                    cue = None
                if not self._can.listens and until.at is None and ended(line):
                    return Unanswered()
                self._hearing.start(Kind.COMMAND)
                pause = self._terminal.draw(until.scene, self.now(), left)
                pause = min(pause, left - _AHEAD_SECONDS) if cue else pause
                reading = partial(typed, Kind.COMMAND)
                event = await self._hearing.first(Kind.COMMAND, line, max(pause, 0.0), reading)
                if isinstance(event, Command):
                    return event
                if _typed(line):
                    line = self._next_line()
        finally:
            line.cancel()
        if cue:
            self._speaking.sound(cue, until.at)
        return CueDue() if until.at else Unanswered()

    def _next_line(self) -> TypedLine:
        return asyncio.ensure_future(self._terminal.line())

    async def _learn(self, ask: Ask, event: Event) -> None:
        """A score that was heard unsurely and then confirmed teaches the ears this voice."""
        offered = ask.confirms
        yes = isinstance(event, Answered) and event.value is True
        if yes and offered and offered.by is By.SPOKEN and KIND[ask.question] is Kind.SCORE:
            # What cannot be learned is no reason to go on in silence.
            with suppress(VoiceFailed):
                await self._client.learn(offered.value)

    def _show(self, cue: Cue | None) -> None:
        if text := in_writing(cue):
            self._terminal.tell(text)

    async def _take_stock(self) -> bool:
        """Use what works; whether that is all that is wanted."""
        try:
            parts = await self._client.probe()
        except VoiceFailed as failed:
            self._lose(failed)
            return False
        all_well = self._can.weigh(parts)
        if self._can.listens:
            self._listening_again.set()
        return all_well

    def _lose(self, failed: VoiceFailed) -> None:
        if self._can.lose(failed.reason):
            self._recovery.start()


def _typed(line: TypedLine) -> bool:
    return line.done() and line.result() is not None


def _says_stop(text: str) -> bool:
    return "stop" in text.lower()
