"""The runner's diary: what is entered, and the moments at which it is read."""

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from daemon.base.errors import CannotRun, EasebackError
from daemon.base.words import listed, words
from daemon.diary import lost
from daemon.diary.adding import addition
from daemon.diary.checkpoint import Checkpoint, key_of, load, save
from daemon.diary.comeback_facts import (
    FEW,
    Cleared,
    ComebackBegun,
    FirstComeback,
    PainTold,
    PauseBegun,
    PauseEnded,
    RunMoved,
    SettingsChanged,
    UnreadComeback,
    Why,
)
from daemon.diary.course import course_of
from daemon.diary.document import Document
from daemon.diary.fact import Stored
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
from daemon.diary.forms import NUMBERS
from daemon.diary.history import History, Noted, Record, fold, in_words
from daemon.diary.ledger import ledger_of
from daemon.diary.moving import not_movable
from daemon.diary.questions import Question
from daemon.diary.settling import changes, first_comeback, not_read, taken_over
from daemon.diary.snapshot import Recent, Snapshot
from daemon.diary.store import Store
from daemon.settings.config import Config
from rules.gate import Verdict
from rules.rulebook import Rulebook

# A clock set back by more than this was wrong before; by less, it was summer time's or a trip's.
_WRONG = timedelta(days=1)
# An entry of more facts is not listed.
_MOST_TOLD = 8
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

    def begin(self, now: datetime, day: date | None = None) -> int:
        """Start an attempt on `day` (today if left out); returns its number."""
        with self._store.together():
            self._keep_settings(now, day)
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
                return self._keep_settings(now)
        except CannotRun:
            return ()

    def not_read(self) -> Sequence[str]:
        """Which settings would tell of another injury than the diary does, in words."""
        known = fold(ledger_of(self._store.few())).comebacks
        return not_read(self.config, known[-1]) if known else ()

    def _keep_settings(self, now: datetime, day: date | None = None) -> Sequence[str]:
        """Within a transaction: nothing is stored twice. The first run is on `day`, or was."""
        history, said = fold(ledger_of(self._store.few())), []
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

    def clear(self, now: datetime) -> None:
        """A professional allows running again.

        Raises EasebackError where it is not on hold, or where a yes of today cannot be about the
        pain that holds it.
        """
        today = now.date()
        course = self.read().course(today)
        if not course.view().held:
            raise EasebackError(words("cleared.none"))
        if not course.standing.takes_a_yes(today.toordinal()):
            raise EasebackError(words("cleared.too_early"))
        self._store.append(now, Cleared(today))

    def tell_pain(self, now: datetime, told: PainTold) -> None:
        """It hurt outside a run. It is judged by the settings of now, whatever they become."""
        with self._store.together():
            self._keep_settings(now, told.day)
            self._store.append(now, told)

    def pause(self, now: datetime, why: Why, start: date | None, until: date | None) -> PauseBegun:
        """No runs from `start` on: today if left out, or tomorrow where today has a run already.

        Raises EasebackError where it would end before it begins or lie on a day that has a run.
        """
        with self._store.together():
            days = [record.day for record in self.read().history.records]
            begins = start or max([now.date(), *(day + timedelta(days=1) for day in days)])
            if days and begins <= days[-1]:
                raise EasebackError(words("pause.ran", day=begins, ran=days[-1]))
            if until is not None and until <= begins:
                raise EasebackError(words("pause.backwards", start=begins, until=until))
            told = PauseBegun(begins, why, until)
            self._store.append(now, told)
        return told

    def back(self, now: datetime, day: date) -> date:
        """The pause that is on is over; `day` is the first day back.

        Raises EasebackError where no pause is on.
        """
        with self._store.together():
            pause = fold(ledger_of(self._store.few())).pause(now.date())
            if pause is None:
                raise EasebackError(words("pause.none"))
            first = max(day, pause.start)
            self._store.append(now, PauseEnded(first))
        return first

    def move(self, now: datetime, to: date) -> None:
        """The next run is to be on another day, until a run is made or it is moved again.

        Raises EasebackError where no run is announced, or none can be on that day.
        """
        with self._store.together():
            if reason := not_movable(self.read().course(now.date()), to):
                raise EasebackError(f"move: {reason}")
            self._store.append(now, RunMoved(now.date(), to))

    def first_comeback(self, now: datetime, day: date | None = None) -> FirstComeback:
        """What the settings tell of the injury, where no fact does; a run of `day` is the first."""
        days = [record.day for record in self.read().history.records]
        days += [day] if day else []
        return first_comeback(self.config, min([*days, now.date()]))

    def begin_first(self, now: datetime, comeback: FirstComeback) -> None:
        """What `init` was told of the injury; where the diary knows of one, that stays."""
        with self._store.together():
            if not fold(ledger_of(self._store.few())).comebacks:
                self._store.append(now, comeback)
            self._keep_settings(now)

    def injure(self, now: datetime, comeback: ComebackBegun) -> None:
        """A new comeback begins. Raises EasebackError where its day is before the last one's."""
        with self._store.together():
            known = fold(ledger_of(self._store.few())).comebacks
            if known and comeback.day < known[-1].day:
                raise EasebackError(words("injury.before", day=comeback.day, last=known[-1].day))
            self._store.append(now, comeback)

    def correct_injury(self, now: datetime, comeback: ComebackBegun) -> None:
        """The newest comeback is told anew. Raises EasebackError as `injure`."""
        with self._store.together():
            history = fold(ledger_of(self._store.few()))
            earlier = history.comebacks[:-1]
            if earlier and comeback.day < earlier[-1].day:
                raise EasebackError(words("injury.before", day=comeback.day, last=earlier[-1].day))
            told = ComebackBegun(**vars(comeback))
            # What cannot be read cannot be corrected; told anew, it is the later one.
            unread = isinstance(history.comebacks[-1], UnreadComeback)
            corrects = None if unread else history.comeback_ids[-1]
            self._store.append(now, replace(told, corrects=corrects))

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

    def delete(self, now: datetime, read: Snapshot, record: Record) -> None:
        """A run never was: it is taken back with all that was answered about it."""
        with self._store.together():
            for stored in read.ledger.facts:
                if record.id in (stored.id, stored.fact.about):
                    self._store.append(now, Undone(stored.id))

    def undo(self, now: datetime, read: Snapshot, number: int | None = None) -> str:
        """Take back the newest entry, or what does not count, by a correction; says what it was.

        All that one command stored is one entry. What does not count is a damaged fact, or a run
        of a day to come.
        """
        if number is None:
            entry: Sequence[Stored | Damaged] = read.ledger.newest_entry
        else:
            entry = _not_counting(read, number, now.date())
        if not entry:
            raise EasebackError(
                words("undo.none") if number is None else words("undo.whole", number=number)
            )
        known = read.history.comebacks
        unread = known and isinstance(known[-1], UnreadComeback)
        for each in entry:
            # Without it the next run would be another injury's.
            if unread and each.id == read.history.comeback_ids[-1]:
                raise EasebackError(words("undo.injury", number=each.id))
            if each.id not in NUMBERS:
                raise EasebackError(words("undo.unnamed", number=each.id))
        with self._store.together():
            for each in entry:
                self._store.append(now, Undone(each.id))
        told = [in_words(each.fact if isinstance(each, Stored) else each) for each in entry]
        return listed(told) if len(told) <= _MOST_TOLD else words("undo.many", n=len(told))


def _is_settled(history: History, config: Config) -> bool:
    kept = history.settings
    return bool(history.comebacks and kept and kept[-1].settings == config.plan_settings)


def _not_counting(read: Snapshot, number: int, today: date) -> Sequence[Stored | Damaged]:
    to_come = {record.id for record in read.history.to_come(today)}
    runs = (stored for stored in read.ledger.facts if stored.id in to_come)
    entries: list[Stored | Damaged] = [*read.ledger.damaged, *runs]
    return [entry for entry in entries if entry.id == number]
