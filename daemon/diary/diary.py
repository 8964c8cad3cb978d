"""The runner's diary: the store and what follows from it by the rules."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from daemon.base import paths
from daemon.base.dates import WEEKDAYS
from daemon.base.errors import EasebackError, Problems
from daemon.base.words import words
from daemon.diary.broken_off import BrokenOff, Wanted, broken_off
from daemon.diary.checkpoint import OPEN_RECORDS, Checkpoint, key_of, load, save
from daemon.diary.days import ComingDay, coming, past
from daemon.diary.document import Document, entry_of
from daemon.diary.history import History, Noted, Record, fold, in_words
from daemon.diary.questions import Occasion, Question, open_question
from daemon.diary.standing import Standing
from daemon.diary.store import Store
from daemon.settings.config import Config
from rules.model import Load
from rules.plan import Outcome, Program, Run, State
from rules.program import Win, attention_until, strength_stage, wins
from rules.rulebook import Rulebook, default_text, load_rulebook

# A clock set back by more than this was wrong before; by less, it was summer time's or a trip's.
_WRONG = timedelta(days=1)
# What a runner entered, and can take back.
_ENTRIES = ("answer", "strength", "skipped", "snoozed", "attempt")
# Facts after a checkpoint that make a new one worth its writing.
FRESH_FACTS = 100
AHEAD_DAYS = 28


class Diary:
    """Reads and appends facts; what is said follows from what is stored alone."""

    def __init__(
        self,
        store: Store,
        config: Config,
        book: Rulebook | None = None,
        checkpoint: Path | None = None,
        noted: Callable[[Noted], None] = lambda _noted: None,
    ) -> None:
        self._store = store
        self._noted = noted
        self._checkpoint = checkpoint or paths.checkpoint_file()
        self.config = config
        self.program = Program(
            book or load_rulebook(default_text()),
            config.settings,
            config.ladder,
            config.easy_weeks,
        )

    @property
    def history(self) -> History:
        """All attempts and days as the facts tell them."""
        return fold(self._store.facts())

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every attempt decided, oldest first."""
        return self.program.course(self.history.runs)

    @property
    def state(self) -> State:
        """Where the comeback stands: the next run, the easy phase, the advice that holds."""
        return self._recent()[0]

    def _recent(self) -> tuple[State, Record | None]:
        """Where the comeback stands, and the attempt made last."""
        known = load(self._checkpoint)
        newer = self._store.facts(after=known.fact if known else 0)
        records = None
        if known and known.key == key_of(self.program, self._store.fact(known.fact)):
            records = known.resume(newer)
        if known is None or records is None:
            known, newer = None, self._store.facts() if known else newer
            records = fold(newer).records
        start = known.state if known else self.program.start()
        runs = (Run(record.day, record.attempt) for record in records)
        outcomes = self.program.course(runs, start)
        if len(newer) > FRESH_FACTS and len(records) > OPEN_RECORDS:
            save(
                self._checkpoint,
                Checkpoint(
                    key_of(self.program, newer[-1]),
                    newer[-1].id,
                    records[-OPEN_RECORDS - 1].day,
                    outcomes[-OPEN_RECORDS].before,
                    records[-OPEN_RECORDS:],
                ),
            )
        if not outcomes:
            return start, None
        return outcomes[-1].after, records[-1]

    def attention_until(self) -> date | None:
        """The last day of the attention window; None where no run or no injury length is known."""
        outcomes, weeks = self.outcomes, self.config.runner.injury_weeks
        return attention_until(outcomes[0].run.day, weeks) if outcomes and weeks else None

    def strength_stage(self) -> int:
        """The stage of strength work, 1 to 3."""
        return _strength_stage(self.history, self.outcomes)

    def ahead(self, today: date) -> tuple[ComingDay, ...]:
        """Four weeks from today, or from tomorrow where today has its mark already."""
        strength = {WEEKDAYS.index(name) for name in self.config.reminders.strength_days}
        state = self.state
        if state.next_day is None and self.config.plan.first_day:
            state = replace(state, next_day=max(today, self.config.plan.first_day))
        marked = past(self.outcomes, self.history.strength_days, today, today)
        start = today + timedelta(days=1) if marked else today
        return coming(self.program, state, start, AHEAD_DAYS, strength)

    def wins(self) -> tuple[Win, ...]:
        """What the newest attempt achieved."""
        return wins(self.outcomes)

    def outcome(self, record: int) -> Outcome:
        """What the attempt of this id led to. Raises EasebackError where it was taken back."""
        return self.outcomes[self.history.records.index(self.record(record))]

    def record(self, number: int) -> Record:
        """The attempt of this id. Raises EasebackError where it was taken back."""
        found = [record for record in self.history.records if record.id == number]
        if not found:
            raise EasebackError(words("dialogue.taken_back"))
        return found[0]

    def begin(self, now: datetime, day: date | None = None) -> Record:
        """Start an attempt on `day` (today if left out)."""
        day = day or now.date()
        if day > now.date():
            raise EasebackError(f"day: {day} is in the future")
        self._store.append(now, "attempt", day=day.isoformat())
        return next(r for r in reversed(self._by_id()) if r.day == day)

    def answer(self, now: datetime, record: int, question: Question, value: Any, by: str) -> None:
        """Store one answer, a JSON value; None means "not known"."""
        self._store.append(
            now, "answer", attempt=record, question=question.value, value=value, by=by
        )

    def note(
        self, now: datetime, record: int | None, question: Question, value: Any, by: str
    ) -> int:
        """Store a session's answer; the first one (no `record` yet) begins its attempt with it.

        Returns the attempt. Who asked to be told is told once the answer is on disk.
        """
        with self._store.together():
            number = self.begin(now).id if record is None else record
            self.answer(now, number, question, value, by)
        self._noted(Noted(number, question, value))
        return number

    def session_begins(self, now: datetime, wanted: Wanted) -> None:
        """Remember which session is under way, so that a killed one can go on."""
        self._store.append(now, "session", **asdict(wanted))

    def session_ends(self, now: datetime) -> None:
        """It came to its end, or is not to go on."""
        self._store.append(now, "session_end")

    def broken_off(self) -> BrokenOff | None:
        """The session that began and did not end."""
        return broken_off(self._store.facts())

    def take_back(self, now: datetime, record: int, question: Question) -> None:
        """The newest answer to this question was wrong: the question is open again."""
        facts = self._store.facts()
        undone = {fact.data["fact"] for fact in facts if fact.kind == "undone"}
        for fact in reversed(facts):
            if (
                fact.kind == "answer"
                and fact.id not in undone
                and fact.data["attempt"] == record
                and fact.data["question"] == question.value
            ):
                self._store.append(now, "undone", fact=fact.id)
                return

    def waiting(self, today: date) -> tuple[Record, Occasion] | None:
        """The attempt with open questions that may be asked today, and which occasion of them."""
        latest = self._recent()[1]
        if latest is None:
            return None
        occasions = [Occasion.AFTER_RUN]
        if today > latest.day:
            occasions.append(Occasion.NEXT_MORNING)
        for occasion in occasions:
            if open_question(latest.attempt, latest.answered, occasion):
                return latest, occasion
        return None

    def standing(self, today: date) -> Standing:
        """What the reminders of this day depend on."""
        # All from one reading: the daemon looks at this day and night.
        history = self.history
        outcomes = self.program.course(history.runs)
        latest = history.latest
        return Standing(
            state=outcomes[-1].after if outcomes else self.program.start(),
            first_day=self.config.plan.first_day,
            professional=self.config.runner.professional,
            last_day=latest.day if latest else None,
            morning_open=bool(
                latest
                and latest.day < today
                and open_question(latest.attempt, latest.answered, Occasion.NEXT_MORNING)
            ),
            strength_days=history.strength_days,
            skipped_days=history.skipped_days,
            strength_stage=_strength_stage(history, outcomes),
            reminded=history.reminded,
            voided=history.voided,
            snoozed=history.snoozed,
        )

    def remember_reminder(self, now: datetime, key: str) -> bool:
        """Record that a reminder is about to be shown; False where it already was."""
        return self._store.remember_reminder(now, key)

    def void_reminders_from_the_future(self, now: datetime) -> None:
        """Forget reminders shown while the clock was ahead: their real day is still to come."""
        facts = self._store.facts()
        undone = {fact.data["fact"] for fact in facts if fact.kind == "undone"}
        for fact in facts:
            ahead = fact.kind == "reminded" and datetime.fromisoformat(fact.at) - now > _WRONG
            if ahead and fact.id not in undone:
                self._store.append(now, "undone", fact=fact.id)

    def strength_done(self, now: datetime) -> None:
        """Tick off today's strength work; once a day is enough."""
        if now.date() not in self.history.strength_days:
            self._store.append(now, "strength", day=now.date().isoformat())

    def skip(self, today: date, now: datetime) -> bool:
        """Let today's run be; False where none was due."""
        standing = self.standing(today)
        due_today = standing.next_day is None or standing.next_day <= today
        if not due_today or standing.last_day == today:
            return False
        if today not in standing.skipped_days:
            self._store.append(now, "skipped", day=today.isoformat())
        return True

    def snooze(self, now: datetime, until: datetime) -> None:
        """Hold reminders back until then."""
        self._store.append(now, "snoozed", until=until.isoformat())

    def add(self, now: datetime, document: Document) -> int:
        """Add what a document tells, all or nothing; returns how many attempts were new.

        Raises Problems naming every day of which the diary tells something else.
        """
        known = list(map(entry_of, self.history.records))
        new = [entry for entry in document.entries if entry not in known]
        taken = {entry.day for entry in known}
        if problems := [f"{e.day}: the diary has another run" for e in new if e.day in taken]:
            raise Problems(problems)
        history = self.history
        with self._store.together():
            for entry in new:
                number = self._store.append(now, "attempt", day=entry.day.isoformat())
                for question, value in entry.answers.items():
                    self.answer(now, number, Question(question), value, "imported")
            for day in sorted(document.strength_days - history.strength_days):
                self._store.append(now, "strength", day=day.isoformat())
            for day in sorted(document.skipped_days - history.skipped_days):
                self._store.append(now, "skipped", day=day.isoformat())
        return len(new)

    def undo(self, now: datetime) -> str:
        """Take back the newest entry by appending a correction; says what it was."""
        facts = self._store.facts()
        undone = {fact.data["fact"] for fact in facts if fact.kind == "undone"}
        for fact in reversed(facts):
            if fact.id not in undone and fact.kind in _ENTRIES:
                self._store.append(now, "undone", fact=fact.id)
                return in_words(fact)
        raise EasebackError(words("undo.none"))

    def _by_id(self) -> list[Record]:
        return sorted(self.history.records, key=lambda record: record.id)


def _strength_stage(history: History, outcomes: Sequence[Outcome]) -> int:
    drops = [outcome.run.day for outcome in outcomes if outcome.decision.load is Load.DROP]
    return strength_stage(history.strength_days, drops)
