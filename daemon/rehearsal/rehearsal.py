"""A day on a virtual clock with the real mouth, the real ears and a synthetic runner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from daemon.diary.announce import given, next_sentence
from daemon.diary.diary import Diary
from daemon.diary.next_run import next_json
from daemon.diary.questions import KIND, Consent, Question
from daemon.rehearsal.scenario import Scenario, ScriptedReply, Shout
from daemon.rehearsal.transcript import Report
from daemon.reminders.due import due
from daemon.session import guide
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Cue
from daemon.session.understand import spoken, typed, typed_answer
from daemon.settings.steps import Step
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.attempts import Outcome
from voice.child.client import VoiceClient
from voice.child.messages import Overheard
from voice.language.answers import parse
from voice.language.kinds import Kind

Emit = Callable[[dict[str, Any]], None]


@dataclass
class RehearsalRoom:
    """A room without a clock of its own: time passes by what is said and waited for."""

    client: VoiceClient
    scenario: Scenario
    steps: tuple[Step, ...]
    emit: Emit
    time: datetime
    tries: dict[Question, int] = field(default_factory=dict)
    shouted: int = 0
    told: str = ""
    asked_again: int = 0

    def now(self) -> datetime:
        """Virtual time."""
        return self.time

    async def say(self, text: str) -> None:
        """Render it; it takes as long as it sounds."""
        said = await self.client.say(text, play=False)
        self.told = text
        self._tell("said", text=text, file=said.file, seconds=round(said.seconds, 2))
        self.time += timedelta(seconds=said.seconds)

    async def prepare(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Each text is rendered when its time comes: time stands still meanwhile."""
        return {}

    async def ask(self, ask: Ask) -> Event:
        """The runner's next line for this question, through the ears unless it is typed."""
        if ask.moment is not None:
            # Silence is consent; a runner who was misheard says so at the next question.
            self.time += timedelta(seconds=ask.moment)
            return NotUnderstood()
        line = self._line(ask)
        if line is None:
            self._tell("silence", question=ask.question.value)
            return Unanswered() if ask.typed else NotUnderstood()
        if ask.typed or line.typed:
            self.time += timedelta(seconds=5)
            self._tell("typed", question=ask.question.value, text=line.text)
            return typed_answer(ask, line.text)
        one = await self._hear(ask.kind, line.text)
        value = ask.confirms.value if ask.confirms else None
        self._tell_heard(one, ask.question.value, line.text, confirming=value)
        self.asked_again += not one.heard.sure
        return spoken(ask.kind, one.heard)

    async def wait(self, until: WaitUntil) -> Event:
        """Jump to the time and sound the cue, or to the runner's command before it."""
        if until.at is None and until.cue:
            await self._sound(until.cue)
        shout = self._shout(until.at)
        if shout is None:
            # A cue that the sentence before it ran into comes late, never early.
            self.time = max(self.time, until.at) if until.at else self.time
            if until.at and until.cue:
                await self._sound(until.cue)
            return CueDue() if until.at else Unanswered()
        self.shouted += 1
        self.time += timedelta(seconds=1)
        one = await self._hear(Kind.COMMAND, shout.say)
        self._tell_heard(one, "command", shout.say)
        event = spoken(Kind.COMMAND, one.heard)
        if isinstance(event, NotUnderstood):
            self._tell("typed", question="command", text=shout.say)
            return typed(Kind.COMMAND, shout.say)
        return event

    async def _sound(self, cue: Cue) -> None:
        if cue.text:
            await self.say(cue.text)
        elif cue.tone:
            said = await self.client.tone(cue.tone, play=False)
            self._tell("tone", name=cue.tone, file=said.file)
            self.time += timedelta(seconds=said.seconds)

    async def adjust(self, volume: float, pace: float) -> None:
        """Its own ear is the only one here."""

    async def notify(self, text: str) -> None:
        """Show it in the transcript."""
        self._tell("notified", text=text)

    async def _hear(self, kind: Kind, text: str) -> Overheard:
        runner = self.scenario
        one = await self.client.hear_as(kind, text, voice=runner.voice, rate=runner.rate)
        self.time += timedelta(seconds=one.heard.seconds)
        return one

    def _line(self, ask: Ask) -> ScriptedReply | None:
        if isinstance(ask.question, Consent):
            return ScriptedReply("no")
        lines = self.scenario.answers.get(Question(ask.question), ())
        done = self.tries.get(Question(ask.question), 0)
        if ask.confirms:
            # The runner knows what they meant, and says so.
            meant = parse(KIND[ask.question], lines[min(done, len(lines)) - 1].text)
            return ScriptedReply("yes" if meant == ask.confirms.value else "no")
        self.tries[Question(ask.question)] = done + 1
        if done < len(lines):
            return lines[done]
        return ScriptedReply(lines[-1].text, typed=ask.typed) if lines else None

    def _shout(self, at: datetime | None) -> Shout | None:
        if self.shouted == len(self.scenario.commands):
            return None
        shout = self.scenario.commands[self.shouted]
        resumes = at is None
        return shout if resumes or self.told.startswith(f"{shout.step}.") else None

    def _tell(self, event: str, **values: Any) -> None:
        self.emit({"at": self.time.isoformat(timespec="seconds"), "event": event, **values})

    def _tell_heard(
        self, one: Overheard, question: str, meant: str, confirming: object = None
    ) -> None:
        heard = one.heard
        self._tell(
            "heard",
            question=question,
            spoken=meant,
            text=heard.text,
            value=heard.value,
            accepted=heard.accepted,
            sure=heard.sure,
            confirming=confirming,
            file=one.file,
        )


async def rehearse(
    client: VoiceClient, scenario: Scenario, diary: Diary, start: datetime, emit: Emit
) -> Report:
    """Reminder, warm-up, run, questions, decision, next morning, final decision, next session."""
    emit({"event": "scenario", "title": scenario.title, "about": scenario.about})
    config = diary.config
    room = RehearsalRoom(client, scenario, config.steps, emit, _at(start, config.reminders.run))
    await _remind(room, diary)
    await guide.warm_up(room, diary)
    today, read = room.time.date(), diary.read()
    room.time += timedelta(minutes=read.course(today).view(today).target.session)
    recent = read.recent(today)
    if recent.waiting(room.time) or not recent.records:
        await guide.check_in(room, diary)
    _decided(room, diary)
    tomorrow = start + timedelta(days=1)
    room.time = _at(tomorrow, config.reminders.next_day)
    await _remind(room, diary)
    await guide.check_in(room, diary)
    outcome = _decided(room, diary)
    room.time = datetime.combine(
        outcome.due, time.fromisoformat(config.reminders.run), tzinfo=start.tzinfo
    )
    await _remind(room, diary)
    today = room.time.date()
    now = diary.read().course(today)
    await room.say(next_sentence(now, today, config.runner.professional))
    return _report(room, diary, outcome)


async def _remind(room: RehearsalRoom, diary: Diary) -> None:
    for reminder in due(room.time, diary.read().standing(room.time), diary.config.reminders):
        if diary.remember_reminder(room.time, reminder.key):
            await room.notify(reminder.text)


def _decided(room: RehearsalRoom, diary: Diary) -> Outcome:
    now = diary.read().course(room.time.date())
    outcome = now.outcomes[-1]
    room.emit(
        {
            "at": room.time.isoformat(timespec="seconds"),
            "event": "decided",
            "decision": decision_to_json(given(outcome)),
            "next": next_json(now),
        }
    )
    return outcome


def _report(room: RehearsalRoom, diary: Diary, outcome: Outcome) -> Report:
    latest = diary.read().history.records[-1]
    misheard = 0
    for question, lines in room.scenario.answers.items():
        meant = parse(KIND[question], lines[-1].text)
        if question in latest.answered and meant is not None:
            wanted = attempt_from_json({question.value: meant})
            stored = getattr(latest.attempt, question.value)
            misheard += stored != getattr(wanted, question.value)
    return Report(room.scenario, outcome, len(latest.answered), room.asked_again, misheard)


def _at(day: datetime, clock_time: str) -> datetime:
    at = time.fromisoformat(clock_time)
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
