"""A living room: sentences are spoken and printed, answers heard or typed."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from daemon.actions import Ask, WaitUntil
from daemon.config import Voice
from daemon.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.questions import KIND
from daemon.recovery import Recovery
from daemon.routine import Cue, tone_words
from daemon.typed_room import TypedRoom
from daemon.understand import typed, understand
from daemon.words import words
from voice.answers import Kind
from voice.client import Heard, VoiceClient, VoiceFailed
from voice.part import Part

T = TypeVar("T")

_LISTEN_SECONDS = 8.0
# Commands that count while easeback itself is to be heard: taken wrongly they do no harm.
_ALWAYS = ("stop", "ouch", "pause")
# Whoever says nothing for so long in a pause has gone away.
_LONGEST_PAUSE = timedelta(minutes=10)
# How long a question waits for a voice that was lost, where nobody can type.
_COME_BACK_SECONDS = 10.0
# Cues are sent to the child so long before their time.
_AHEAD_SECONDS = 5.0


class VoiceRoom:
    """Speaks and listens as long as it can; the terminal stays beside it and takes over."""

    def __init__(self, client: VoiceClient, terminal: TypedRoom, voice: Voice) -> None:
        self._client, self._terminal, self._voice = client, terminal, voice
        self._speaks, self._tones = voice.speech, voice.tones
        self._listens, self._barge_in = True, False
        self._hearing: asyncio.Task[Heard | None] | None = None
        self._sounding: set[asyncio.Task[Any]] = set()
        self._rendering: asyncio.Task[Any] | None = None
        self._texts: tuple[str, ...] = ()
        self._said, self._lost = "", False
        self._complaints: set[str] = set()
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
        return self._terminal.now()

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Render everything, so that playing is all that is left to do."""
        if not self._speaks:
            return {}
        self._texts = (*texts, *tone_words()) if not self._tones else tuple(texts)
        return await self._try(self._client.prepare(self._texts)) or {}

    async def say(self, text: str) -> None:
        """Print and speak."""
        self._stop_hearing()
        self._said = text
        await self._terminal.say(text)
        if self._speaks and await self._try(self._client.say(text)) is None:
            self._terminal.missed(text)

    async def ask(self, ask: Ask) -> Event:
        """Listen, and take a typed line just as well; where one is lost the other goes on."""
        self._stop_hearing()
        while True:
            if ask.typed or not self._listens:
                event = await self._read(ask)
            else:
                event = await self._listen(ask)
            if event is not None:
                await self._learn(ask, event)
                return event

    async def _read(self, ask: Ask) -> Event | None:
        """What is typed; None where it can be said again, and was asked for."""
        reading = asyncio.ensure_future(self._terminal.ask(ask))
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
        if self._speaks:
            await self._try(self._client.say(self._said))
        return None

    async def _listen(self, ask: Ask) -> Event | None:
        """What is heard or typed; None where listening failed."""
        tone = "listen" if self._tones and ask.moment is None else ""
        seconds = ask.moment or _LISTEN_SECONDS
        self._hear(ask.kind, seconds, tone)
        line = self._next_line()
        try:
            return await self._first(ask.kind, line, None)
        finally:
            line.cancel()
            self._stop_hearing()

    async def wait(self, until: WaitUntil) -> Event:
        """Wait for the time, listening for commands; the cue is sent ahead, to sound in time."""
        if until.at is None:
            self._terminal.show(until.cue)
        event = await self._command(until)
        if isinstance(event, CueDue):
            self._terminal.show(until.cue)
        else:
            self._hush()
        return event

    async def adjust(self, volume: float, pace: float) -> None:
        """Tell the child, and have everything rendered anew in the background."""
        rate = round(self._voice.rate * pace)
        await self._try(self._client.adjust(gain=self._voice.volume / 100 * volume, rate=rate))
        if self._speaks:
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
                if not self._listens and until.at is None and _ended(line):
                    return Unanswered()
                self._hear(Kind.COMMAND, _LISTEN_SECONDS)
                pause = self._terminal.screen.draw(until.scene, self.now(), left)
                pause = min(pause, left - _AHEAD_SECONDS) if cue else pause
                event = await self._first(Kind.COMMAND, line, max(pause, 0.0))
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
        return asyncio.ensure_future(self._terminal.lines.next())

    async def _first(
        self, kind: str, line: "asyncio.Task[str | None]", seconds: float | None
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
            return typed(kind, text)
        if hearing is None or not hearing.done():
            return None if seconds is not None else await self._heard_only(kind)
        self._hearing = None
        return self._event(kind, hearing.result()) if self._listens else None

    async def _heard_only(self, kind: str) -> Event | None:
        """The end of typed input came first: what is heard is left."""
        hearing, self._hearing = self._hearing, None
        heard = await hearing if hearing else None
        return self._event(kind, heard) if self._listens else None

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
        if self._listens and self._hearing is None:
            stay = kind == Kind.COMMAND
            listening = self._client.listen(kind, seconds=seconds, tone=tone, stay=stay)
            self._hearing = asyncio.ensure_future(self._try(listening))

    def _stop_hearing(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
            self._hearing = None

    def _sound(self, cue: Cue, at: datetime | None) -> None:
        moment = self._terminal.monotonic(at) if at else None
        if cue.tone and self._tones:
            sounding = self._client.tone(cue.tone, at=moment)
        elif self._speaks and (cue.text or cue.tone):
            sounding = self._client.say(cue.text or words(f"tone.{cue.tone}"), at=moment)
        else:
            return
        task = asyncio.ensure_future(self._try(sounding))
        self._sounding.add(task)
        task.add_done_callback(self._sounding.discard)

    def _hush(self) -> None:
        for task in self._sounding:
            task.cancel()

    def _event(self, kind: str, heard: Heard | None) -> Event:
        if heard is None or not heard.text:
            return NotUnderstood()
        event = understand(kind, heard.text, sure=heard.sure, by="spoken")
        if isinstance(event, Command) and heard.over and kind == Kind.COMMAND:
            return event if self._barge_in or event.name in _ALWAYS else NotUnderstood()
        return event

    async def _try(self, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except VoiceFailed as failed:
            await self._lose(failed)
            return None

    async def _take_stock(self) -> bool:
        """Use what works; whether that is all that is wanted."""
        try:
            parts = await self._client.probe()
            await self._client.adjust(gain=self._voice.volume / 100, rate=self._voice.rate)
        except VoiceFailed as failed:
            await self._lose(failed)
            return False
        sounds, hears = _faulty(parts, "speaker", "mouth"), _faulty(parts, "microphone", "ears")
        self._tones = self._voice.tones and parts["speaker"].works
        self._speaks = self._voice.speech and sounds is None
        self._listens = hears is None
        self._barge_in = parts["echo cancelling"].works
        self._terminal.alone = not self._speaks
        if sounds and (self._voice.speech or self._voice.tones):
            await self._complain(words("voice.no_speaker", reason=sounds.detail))
        if hears:
            await self._complain(words("voice.no_ears", reason=hears.detail))
        if self._lost and self._listens and self._speaks == self._voice.speech:
            self._lost = False
            self._complaints.clear()
            await self._terminal.say(words("voice.back"))
        if self._listens:
            self._listening_again.set()
        return sounds is hears is None

    async def _complain(self, text: str) -> None:
        """Once, until it was well again."""
        if text not in self._complaints:
            self._lost = True
            self._complaints.add(text)
            await self._terminal.say(text)

    async def _lose(self, failed: VoiceFailed) -> None:
        if self._speaks or self._tones or self._listens:
            self._speaks = self._tones = self._listens = False
            self._terminal.alone = self._lost = True
            await self._terminal.say(words("voice.lost", reason=failed.reason))
            self._recovery.start()


def _faulty(parts: Mapping[str, Part], *names: str) -> Part | None:
    """The first of these that does not work."""
    return next((parts[name] for name in names if not parts[name].works), None)


def _ended(line: "asyncio.Task[str | None]") -> bool:
    return line.done() and line.result() is None
