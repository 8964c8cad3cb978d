"""A living room: sentences are spoken and printed, answers heard or typed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from daemon.diary.questions import KIND
from daemon.rooms.abilities import Abilities
from daemon.rooms.recovery import Recovery
from daemon.rooms.steady_clock import SteadyClock
from daemon.rooms.terminal import Terminal, typed_event
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Cue, in_writing, tone_words
from daemon.session.understand import spoken, typed, typed_answer
from daemon.settings.config import Voice
from voice.base.errors import VoiceFailed
from voice.base.tone import ToneName
from voice.child.client import VoiceClient
from voice.ears.heard import Heard
from voice.language.answers import HARMLESS, Kind

T = TypeVar("T")

_LISTEN_SECONDS = 8.0
# Whoever says nothing for so long in a pause has gone away.
_LONGEST_PAUSE = timedelta(minutes=10)
# How long a question waits for a voice that was lost, where nobody can type.
_COME_BACK_SECONDS = 10.0
# Cues are sent to the child so long before their time.
_AHEAD_SECONDS = 5.0


class VoiceRoom:
    """Speaks and listens as long as it can; the terminal stays beside it and takes over."""

    def __init__(self, client: VoiceClient, terminal: Terminal, voice: Voice) -> None:
        self._client, self._terminal, self._voice = client, terminal, voice
        self._clock = SteadyClock()
        self._can = Abilities(voice, terminal)
        self._broke_off = False
        self._hearing: asyncio.Task[Heard | None] | None = None
        self._sounding: set[asyncio.Task[Any]] = set()
        self._rendering: asyncio.Task[Any] | None = None
        self._texts: tuple[str, ...] = ()
        self._said = ""
        self._listening_again = asyncio.Event()
        self._recovery = Recovery(self._take_stock)

    async def look_around(self) -> None:
        """Find out what works here and say what does not; that is looked for again."""
        if not await self._take_stock():
            self._recovery.start()

    async def close(self) -> None:
        """Look for nothing any more."""
        self._stop_hearing()
        await self._recovery.close()

    def now(self) -> datetime:
        """The time in this room."""
        return self._clock.now()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render everything, so that playing is all that is left to do."""
        if not self._can.speaks:
            return {}
        self._texts = (*texts, *tone_words()) if not self._can.tones else tuple(texts)
        return await self._try(self._client.prepare(self._texts)) or {}

    async def say(self, text: str) -> None:
        """Print and speak. A "stop" breaks it off, and is the next event that is waited for."""
        self._stop_hearing()
        self._said = text
        self._terminal.tell(text)
        if self._can.speaks and not self._broke_off and not await self._spoken(text):
            self._terminal.missed(text)

    async def _spoken(self, text: str) -> bool:
        """Whether it was heard, or the runner had heard enough."""
        speaking = asyncio.ensure_future(self._try(self._client.say(text)))
        # Its own "stop" would break itself off, should some of it come back after all.
        hears = self._can.barge_in and not _says_stop(text)
        try:
            while hears and not speaking.done() and not self._broke_off:
                self._hear(Kind.COMMAND, _LISTEN_SECONDS)
                if self._hearing is None:
                    break
                waited = {speaking, self._hearing}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
                if self._hearing.done():
                    hearing, self._hearing = self._hearing, None
                    heard = self._event(Kind.COMMAND, hearing.result())
                    self._broke_off = heard == Command("stop")
            if self._broke_off:
                return True
            return await speaking is not None
        finally:
            speaking.cancel()
            if hears:
                self._stop_hearing()

    async def ask(self, ask: Ask) -> Event:
        """Listen, and take a typed line just as well; where one is lost the other goes on."""
        self._stop_hearing()
        with self._terminal.asking(ask):
            while not self._broke_off:
                if ask.typed or not self._can.listens:
                    event = await self._read(ask)
                else:
                    event = await self._listen(ask)
                if event is not None:
                    await self._learn(ask, event)
                    return event
        self._broke_off = False
        return Command("stop")

    async def _read(self, ask: Ask) -> Event | None:
        """What is typed; None where it can be said again, and was asked for."""
        reading = asyncio.ensure_future(typed_event(self._terminal, ask))
        if ask.typed or not self._recovery.running:
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
            await self._try(self._client.say(self._said))
        return None

    async def _listen(self, ask: Ask) -> Event | None:
        """What is heard or typed; None where listening failed."""
        tone = ToneName.LISTEN if self._can.tones and ask.moment is None else ""
        seconds = ask.moment or _LISTEN_SECONDS
        self._hear(ask.kind, seconds, tone)
        line = self._next_line()
        try:
            return await self._first(ask.kind, line, None, partial(typed_answer, ask))
        finally:
            line.cancel()
            self._stop_hearing()

    async def wait(self, until: WaitUntil) -> Event:
        """Wait for the time, listening for commands; the cue is sent ahead, to sound in time."""
        if self._broke_off:
            self._broke_off = False
            return Command("stop")
        if until.at is None:
            self._show(until.cue)
        event = await self._command(until)
        if isinstance(event, CueDue):
            self._show(until.cue)
        else:
            self._hush()
        return event

    async def adjust(self, volume: float, pace: float) -> None:
        """Tell the child, and have everything rendered anew in the background."""
        rate = round(self._voice.rate * pace)
        await self._try(self._client.adjust(gain=self._voice.volume / 100 * volume, rate=rate))
        if self._can.speaks:
            self._rendering = asyncio.ensure_future(self._try(self._client.prepare(self._texts)))

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
                    self._sound(cue, until.at)
                    cue = None
                if not self._can.listens and until.at is None and _ended(line):
                    return Unanswered()
                self._hear(Kind.COMMAND, _LISTEN_SECONDS)
                pause = self._terminal.draw(until.scene, self.now(), left)
                pause = min(pause, left - _AHEAD_SECONDS) if cue else pause
                reading = partial(typed, Kind.COMMAND)
                event = await self._first(Kind.COMMAND, line, max(pause, 0.0), reading)
                if isinstance(event, Command):
                    return event
                if line.done() and line.result() is not None:
                    line = self._next_line()
        finally:
            line.cancel()
        if cue:
            self._sound(cue, until.at)
        return CueDue() if until.at else Unanswered()

    def _next_line(self) -> "asyncio.Task[str | None]":
        return asyncio.ensure_future(self._terminal.line())

    async def _first(
        self,
        kind: str,
        line: "asyncio.Task[str | None]",
        seconds: float | None,
        reading: Callable[[str], Event],
    ) -> Event | None:
        """What is typed or heard first; None where neither was, or listening failed."""
        hearing = self._hearing
        waited: set[asyncio.Task[Any]] = {hearing} if hearing else set()
        if not _ended(line):
            waited.add(line)
        if not waited:
            await asyncio.sleep(seconds or 0.0)
            return None
        await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if line.done() and (text := line.result()) is not None:
            return reading(text)
        if hearing is None or not hearing.done():
            return None if seconds is not None else await self._heard_only(kind)
        self._hearing = None
        return self._event(kind, hearing.result()) if self._can.listens else None

    async def _heard_only(self, kind: str) -> Event | None:
        """The end of typed input came first: what is heard is left."""
        hearing, self._hearing = self._hearing, None
        heard = await hearing if hearing else None
        return self._event(kind, heard) if self._can.listens else None

    async def _learn(self, ask: Ask, event: Event) -> None:
        """A score that was heard unsurely and then confirmed teaches the ears this voice."""
        offered = ask.confirms
        yes = isinstance(event, Answered) and event.value is True
        if yes and offered and offered.by == "spoken" and KIND[ask.question] == Kind.SCORE:
            # What cannot be learned is no reason to go on in silence.
            with suppress(VoiceFailed):
                await self._client.learn(offered.value)

    def _hear(self, kind: str, seconds: float, tone: str = "") -> None:
        """Listen, unless it does already; with the microphone kept open between commands."""
        if self._can.listens and self._hearing is None:
            stay = kind == Kind.COMMAND
            listening = self._client.listen(kind, seconds=seconds, tone=tone, stay=stay)
            self._hearing = asyncio.ensure_future(self._try(listening))

    def _stop_hearing(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
            self._hearing = None

    def _sound(self, cue: Cue, at: datetime | None) -> None:
        moment = self._clock.monotonic(at) if at else None
        if cue.tone and self._can.tones:
            sounding = self._client.tone(cue.tone, at=moment)
        elif self._can.speaks and (cue.text or cue.tone):
            sounding = self._client.say(in_writing(cue), at=moment)
        else:
            return
        task = asyncio.ensure_future(self._try(sounding))
        self._sounding.add(task)
        task.add_done_callback(self._sounding.discard)

    def _show(self, cue: Cue | None) -> None:
        if text := in_writing(cue):
            self._terminal.tell(text)

    def _hush(self) -> None:
        for task in self._sounding:
            task.cancel()

    def _event(self, kind: str, heard: Heard | None) -> Event:
        event = spoken(kind, heard)
        if isinstance(event, Command) and heard and heard.over and kind == Kind.COMMAND:
            # Over easeback's own voice others may be its own words.
            return event if self._can.barge_in or event.name in HARMLESS else NotUnderstood()
        return event

    async def _try(self, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except VoiceFailed as failed:
            self._lose(failed)
            return None

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


def _says_stop(text: str) -> bool:
    return "stop" in text.lower()


def _ended(line: "asyncio.Task[str | None]") -> bool:
    return line.done() and line.result() is None
