"""The runner's diary: what is entered, and the moments at which it is read."""

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from daemon.base.errors import CannotRun
from daemon.diary import lost
from daemon.diary.adding import addition
from daemon.diary.checkpoint import Checkpoint, key_of, load, save
from daemon.diary.comeback_facts import FEW, FirstComeback, SettingsChanged
from daemon.diary.course import course_of
from daemon.diary.document import Document
from daemon.diary.fact import Fact
from daemon.diary.facts import (
    AgainstAdvice,
    Answer,
    AttemptBegun,
    By,
    Damaged,
    Reminded,
    RunSkipped,
    SessionBegan,
    SessionEnded,
    Snoozed,
    StrengthDone,
    Undone,
)
from daemon.diary.history import History, Noted, fold
from daemon.diary.ledger import ledger_of
from daemon.diary.questions import Question
from daemon.diary.settling import changes, first_comeback, not_read, taken_over
from daemon.diary.snapshot import Recent, Snapshot
from daemon.diary.store import Store
from daemon.settings.config import Config
from rules.gate import Verdict
from rules.rulebook import Rulebook

# A clock set back by more than this was wrong before; by less, it was summer time's or a trip's.
_WRONG = timedelta(days=1)
_OF_THE_COMEBACK = {each.kind for each in FEW}
# Facts after a checkpoint that make a new one worth its writing.
FRESH_FACTS = 100


class Diary:
    """Appends facts, and reads them into snapshots; one that was read stays as it was."""

    def __init__(
        self,
        store: Store,
        config: Config,
        table: Rulebook,
        checkpoint: Path,
        noted: Callable[[Noted], None] = lambda _noted: None,
    ) -> None:
        self._store = store
        self._noted = noted
        self._checkpoint = checkpoint
        self.config = config
        self.table = table

    def check(self) -> None:
        """Look through the whole file. Raises CannotRun where it is damaged."""
        self._store.check()

    def shrunk(self) -> str:
        """What is to be told, once, of a diary that had more in it; "" otherwise."""
        return lost.shrunk(self._store.path, self._store.newest())

    def together(self) -> AbstractContextManager[None]:
        """What is read and entered within is one: all of it or nothing, and nobody else between."""
        return self._store.together()

    def check_writable(self) -> None:
        """Raises CannotRun where it can only be read, as on a full disk."""
        self._store.check_writable()

    def read(self) -> Snapshot:
        """All of it as it stands now."""
        # It makes many objects that last, and no garbage; to look for some takes as long again.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return Snapshot(self.config, self.table, ledger_of(self._store.rows()))
        finally:
            if collecting:
                gc.enable()

    def recent(self, today: date) -> Recent:
        """The end of it as it stands now; after years as fast as after weeks."""
        known = load(self._checkpoint)
        newer = self._store.rows(after=known.fact if known else None)
        history: History | None = None
        damaged: tuple[Damaged, ...] = ()
        if known and known.key == key_of(self.config, self.table, self._store.digest(known.fact)):
            history = known.resume(newer, self._store.few(), today)
        start = known.start if known and history else None
        if history is None:
            newer = self._store.rows() if known else newer
            ledger = ledger_of(newer)
            history, damaged = fold(ledger), ledger.damaged
        so_far, to_come = history.so_far(today), history.to_come(today)
        now = course_of(self.config, self.table, so_far, today, start)
        if len(newer) > FRESH_FACTS and not damaged:
            newest = newer[-1].id
            covered = self._store.digest(newest)
            made = Checkpoint.after(self.config, self.table, newest, covered, history, today, start)
            save(self._checkpoint, made)
        return Recent(now, so_far.newest, damaged, today in history.skipped_days, to_come)

    def told_of_comebacks(self) -> History:
        """What is told of the comebacks themselves, and of no runs."""
        return fold(ledger_of(self._store.few()))

    def enter(self, now: datetime, fact: Fact) -> int:
        """Store a fact; returns its number."""
        return self._store.append(now, fact)

    def begin(self, now: datetime, day: date | None = None) -> int:
        """Start an attempt on `day` (today if left out); returns its number."""
        with self._store.together():
            self.keep_settings(now, day)
            return self._store.append(now, AttemptBegun(day or now.date()))

    def answer(self, now: datetime, attempt: int, question: Question, value: Any, by: By) -> None:
        """Store one answer, a JSON value; None means "not known"."""
        self._store.append(now, Answer(attempt, by, question, value))

    def answers(self, now: datetime, attempt: int, answers: Mapping[Question, Any], by: By) -> None:
        """Store what one file or one command tells of an attempt: all of it or nothing."""
        with self._store.together():
            for question, value in answers.items():
                self.answer(now, attempt, question, value, by)

    def add_run(self, now: datetime, day: date, answers: Mapping[Question, Any], by: By) -> int:
        """Store a run and what is known of it: all of it or nothing. Returns its number."""
        with self._store.together():
            number = self.begin(now, day)
            for question, value in answers.items():
                self.answer(now, number, question, value, by)
        return number

    def note(
        self, now: datetime, attempt: int | None, question: Question, value: Any, by: By
    ) -> int:
        """Store a session's answer; the first one (no `attempt` yet) begins its attempt with it.

        Returns the attempt. Who asked to be told is told once the answer is on disk.
        """
        with self._store.together():
            number = self.begin(now) if attempt is None else attempt
            self.answer(now, number, question, value, by)
        self._noted(Noted(number, question, value))
        return number

    def settle(self, now: datetime) -> Sequence[str]:
        """Store what the settings tell and the facts do not yet (C1, C2); says what is new.

        A diary that cannot be written is decided by the settings as they are, all the same.
        """
        ledger = ledger_of(self._store.few())
        history = fold(ledger)
        # What cannot be read must not be taken for what was never told.
        damaged = any(each.kind in _OF_THE_COMEBACK for each in ledger.damaged)
        if damaged or not (history.comebacks or self.read().history.records):
            return ()
        if _is_settled(history, self.config):
            return ()
        try:
            with self._store.together():
                return self.keep_settings(now)
        except CannotRun:
            return ()

    def not_read(self) -> Sequence[str]:
        """Which settings would tell of another injury than the diary does, in words."""
        known = self.told_of_comebacks().comebacks
        return not_read(self.config, known[-1]) if known else ()

    def keep_settings(self, now: datetime, day: date | None = None) -> Sequence[str]:
        """Store what the settings tell, in a transaction. The first run is on `day`, or was."""
        history, said = self.told_of_comebacks(), list[str]()
        if not history.comebacks:
            comeback = self.first_comeback(now, day)
            self._store.append(now, comeback)
            said += [taken_over(comeback)] if self.read().history.records else []
        after = self.config.plan_settings
        if not _is_settled(history, self.config):
            self._store.append(now, SettingsChanged(after))
            said += [changes(history.settings[-1].settings, after)] if history.settings else []
        return said

    def session_begins(self, now: datetime, wanted: SessionBegan) -> None:
        """Remember which session is under way, so that a killed one can go on."""
        self._store.append(now, wanted)

    def session_ends(self, now: datetime) -> None:
        """It came to its end, or is not to go on."""
        self._store.append(now, SessionEnded())

    def take_back(self, now: datetime, read: Snapshot, attempt: int, question: Question) -> None:
        """The newest answer to this question was wrong: the question is open again."""
        for stored in reversed(read.ledger.facts):
            match stored.fact:
                case Answer(attempt=of, question=to) if (of, to) == (attempt, question):
                    self._store.append(now, Undone(stored.id))
                    return

    def remember_reminder(self, now: datetime, key: str) -> bool:
        """Record that a reminder is about to be shown; False where it already was."""
        return self._store.remember_reminder(now, key)

    def void_reminders_from_the_future(self, now: datetime, read: Snapshot) -> Snapshot:
        """Forget reminders shown while the clock was ahead: their real day is still to come."""
        ahead = [
            stored.id
            for stored in read.ledger.facts
            if isinstance(stored.fact, Reminded) and stored.at - now > _WRONG
        ]
        for number in ahead:
            self._store.append(now, Undone(number))
        return self.read() if ahead else read

    def strength_done(self, now: datetime, read: Snapshot) -> None:
        """Tick off today's strength work; once a day is enough."""
        if now.date() not in read.history.strength_days:
            self._store.append(now, StrengthDone(now.date()))

    def skip(self, now: datetime, read: Snapshot) -> bool:
        """Let today's run be; False where none was due."""
        today = now.date()
        now_due = read.course(today)
        if now_due.may_run(today) is not Verdict.GO or now_due.view().run_day != today:
            return False
        if today not in read.history.skipped_days:
            self._store.append(now, RunSkipped(today))
        return True

    def first_comeback(self, now: datetime, day: date | None = None) -> FirstComeback:
        """What the settings tell of the injury, where no fact does; a run of `day` is the first."""
        days = [record.day for record in self.read().history.records]
        days += [day] if day else []
        return first_comeback(self.config, min([*days, now.date()]))

    def go_against_advice(self, now: datetime) -> None:
        """Today is no day for a run, and the runner goes after all."""
        self._store.append(now, AgainstAdvice(now.date()))

    def snooze(self, now: datetime, until: datetime) -> None:
        """Hold reminders back until then."""
        self._store.append(now, Snoozed(until))

    def add(self, now: datetime, document: Document) -> int:
        """Add what a document tells, all or nothing; returns how many attempts were new.

        Raises Problems naming every day of which the diary tells something else.
        """
        with self._store.together():
            return self._add(now, document)

    def _add(self, now: datetime, document: Document) -> int:
        added = addition(self.read().history, document, now)
        for at, fact in added.before:
            self._store.append(at, fact)
        for entry in added.entries:
            number = self.begin(now, entry.day)
            for question, value in entry.answers.items():
                self.answer(now, number, Question(question), value, By.IMPORTED)
        for at, fact in added.after:
            self._store.append(at, fact)
        return len(added.entries)


def _is_settled(history: History, config: Config) -> bool:
    kept = history.settings
    return bool(history.comebacks and kept and kept[-1].settings == config.plan_settings)
