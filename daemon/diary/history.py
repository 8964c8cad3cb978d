"""Facts folded into attempts. Pure: the same facts always give the same history."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from daemon.diary.comeback_facts import (
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
from daemon.diary.fact import Fact, Stored
from daemon.diary.facts import (
    AgainstAdvice,
    Answer,
    AttemptBegun,
    Damaged,
    Reminded,
    RunSkipped,
    Snoozed,
    StrengthDone,
)
from daemon.diary.ledger import Ledger
from daemon.diary.questions import Question
from rules.comeback import SettingsFact
from rules.model import Attempt

# Whoever flies west is back in yesterday.
_FARTHEST_WEST = timedelta(days=1)
_OF_DAYS = (StrengthDone, RunSkipped, Cleared, AgainstAdvice)
_OfADay = StrengthDone | RunSkipped | Cleared | AgainstAdvice


@dataclass(frozen=True)
class Record:
    """One attempt as it stands: its answers, and which questions were answered at all.

    `at` is when the last of them was stored, the morning's apart. It `borrows` the morning's where
    that was told of another run of the day.
    """

    id: int
    day: date
    attempt: Attempt = field(default_factory=Attempt)
    answered: frozenset[Question] = frozenset()
    at: datetime | None = None
    borrows: bool = False

    @property
    def is_warm_up(self) -> bool:
        """Whether nothing is told of it but the pain of the warm-up: no run, as far as is known."""
        return self.answered == {Question.WARMUP}

    @property
    def own(self) -> "Record":
        """Without what was told of another run of the day."""
        if not self.borrows:
            return self
        attempt = replace(self.attempt, next_day=None)
        answered = self.answered - {Question.NEXT_DAY}
        return replace(self, attempt=attempt, answered=answered, borrows=False)


@dataclass(frozen=True)
class Noted:
    """An answer that is on disk: a JSON value, and the attempt it is about."""

    attempt: int
    question: Question
    value: Any


@dataclass(frozen=True)
class History:
    """Everything the facts say."""

    records: tuple[Record, ...] = ()
    strength_days: frozenset[date] = frozenset()
    skipped_days: frozenset[date] = frozenset()
    cleared: frozenset[date] = frozenset()
    """Days on which a professional allowed running again."""
    against_advice: frozenset[date] = frozenset()
    reminded: frozenset[str] = frozenset()
    voided: frozenset[str] = frozenset()
    snoozed: datetime | None = None
    comebacks: tuple[ComebackBegun, ...] = ()
    """In the order of their days, each as it was last corrected."""
    comeback_ids: tuple[int, ...] = field(default=(), compare=False)
    """The fact that each of them was begun by."""
    settings: tuple[SettingsFact, ...] = ()
    pains: tuple[PainTold, ...] = ()
    pauses: tuple[PauseBegun, ...] = ()
    """Each with the day on which the runner was back, where that came sooner."""
    moves: tuple[RunMoved, ...] = ()
    move_id: int = 0
    """The fact by which the last of them was told."""

    def comeback(self, day: date) -> ComebackBegun | None:
        """The comeback in force on this day; None where none was told."""
        begun = [each for each in self.comebacks if each.day <= day]
        return next(iter(begun[-1:] or self.comebacks), None)

    def pause(self, day: date) -> PauseBegun | None:
        """The pause in which this day lies."""
        for each in self.pauses:
            if each.start <= day and (each.until is None or day < each.until):
                return each
        return None

    @property
    def moved(self) -> date | None:
        """The day to which the next run was moved; a run ends that."""
        if not self.moves:
            return None
        move = self.moves[-1]
        told = (move.day, self.move_id)
        made = (record for record in self.records if not record.is_warm_up)
        ran = any((record.day, record.id) > told for record in made)
        return None if ran else move.to

    def why_away(self, day: date) -> Why | None:
        """Why there are no runs on this day, where it lies in a pause."""
        pause = self.pause(day)
        return pause.why if pause else None

    @property
    def latest(self) -> Record | None:
        """The attempt made last."""
        return self.records[-1] if self.records else None

    def so_far(self, today: date) -> "History":
        """Without what a clock that was ahead, or is behind now, has put after today."""
        last = today + _FARTHEST_WEST
        if all(day <= last for day in (*self.cleared, *[r.day for r in self.records[-1:]])):
            return self
        return replace(
            self,
            records=tuple(record for record in self.records if record.day <= last),
            cleared=frozenset(day for day in self.cleared if day <= last),
        )

    def to_come(self, today: date) -> Sequence[Record]:
        """The attempts that are left out so."""
        return self.records[len(self.so_far(today).records) :]

    @property
    def newest(self) -> tuple[Record, ...]:
        """The attempts of the last two days with attempts, which may have open questions."""
        days = sorted({record.day for record in self.records})[-2:]
        return tuple(record for record in self.records if record.day in days)


def fold(ledger: Ledger, before: Iterable[Record] = ()) -> History:
    """The history that the facts tell. `before` are records that they go on from."""
    records = {record.id: record for record in before}
    answers: dict[int, dict[str, Any]] = {}
    stored_at: dict[int, datetime] = {}
    days: dict[type[Fact], set[date]] = {kind: set() for kind in _OF_DAYS}
    reminded, snoozed = set(), None
    sparse = list[Stored]()
    for stored in ledger.facts:
        fact = stored.fact
        if isinstance(fact, Answer):
            answers.setdefault(fact.attempt, {})[fact.question] = fact.told
            if fact.question is not Question.NEXT_DAY:
                stored_at[fact.attempt] = stored.at
        elif isinstance(fact, AttemptBegun):
            records[stored.id] = Record(stored.id, fact.day, at=stored.at)
        elif isinstance(fact, _OfADay):
            days[type(fact)].add(fact.day)
        elif isinstance(fact, Reminded):
            reminded.add(fact.key)
        elif isinstance(fact, Snoozed):
            snoozed = fact.until
        else:
            sparse.append(stored)
    told = [
        _answered(record.own, answers.get(record.id), stored_at.get(record.id))
        for record in records.values()
    ]
    taken_back = (stored.fact for stored in ledger.taken_back)
    return History(
        records=_with_mornings(sorted(told, key=lambda record: (record.day, record.id))),
        strength_days=frozenset(days[StrengthDone]),
        skipped_days=frozenset(days[RunSkipped]),
        cleared=frozenset(days[Cleared]),
        against_advice=frozenset(days[AgainstAdvice]),
        reminded=frozenset(reminded),
        voided=frozenset(fact.key for fact in taken_back if isinstance(fact, Reminded)),
        snoozed=snoozed,
        **_of_the_comeback(sparse, ledger.damaged),
    )


def _of_the_comeback(stored: Iterable[Stored], damaged: Sequence[Damaged]) -> dict[str, Any]:
    """The fields of a history that few facts tell."""
    comebacks, pains = _unread_comebacks(damaged), _unread_pains(damaged)
    corrected: dict[int, int] = {}
    settings, pauses = list[SettingsFact](), list[PauseBegun]()
    moves, move_id = list[RunMoved](), 0
    for number, at, fact in stored:
        match fact:
            case ComebackBegun(corrects=None):
                comebacks[number] = fact
            case ComebackBegun(corrects=int(earlier)):
                corrected[number] = first = corrected.get(earlier, earlier)
                if first in comebacks:
                    comebacks[first] = fact
            case SettingsChanged():
                settings.append(SettingsFact(at.date(), fact.settings))
            case PainTold():
                pains.append(fact)
            case PauseBegun(start=start, why=why):
                # Told anew, the same pause has its new end.
                pauses = [*_until(start, pauses, why), fact]
            case PauseEnded(day=day):
                pauses = _until(day, pauses)
            case RunMoved():
                moves, move_id = [*moves, fact], number
    in_order = sorted(comebacks, key=lambda number: (comebacks[number].day, number))
    return {
        "comebacks": tuple(comebacks[number] for number in in_order),
        "comeback_ids": tuple(in_order),
        "settings": tuple(sorted(settings, key=lambda each: each.day)),
        "pains": tuple(sorted(pains, key=lambda each: each.day)),
        "pauses": tuple(sorted(pauses, key=lambda each: each.start)),
        "moves": tuple(moves),
        "move_id": move_id,
    }


def _unread_comebacks(damaged: Iterable[Damaged]) -> dict[int, ComebackBegun]:
    """By their numbers."""
    kinds = (ComebackBegun.kind, FirstComeback.kind)
    return {each.id: UnreadComeback(_day_of(each)) for each in damaged if each.kind in kinds}


def _unread_pains(damaged: Iterable[Damaged]) -> list[PainTold]:
    """What cannot be read is not "no pain"."""
    return [PainTold(_day_of(each), 1) for each in damaged if each.kind == PainTold.kind]


def _day_of(damaged: Damaged) -> date:
    """The day on which it was stored; where that cannot be read either, before all others."""
    try:
        return datetime.fromisoformat(damaged.at).date()
    except ValueError:
        return date.min


def _until(day: date, pauses: Iterable[PauseBegun], why: Why | None = None) -> list[PauseBegun]:
    """These pauses, each of this kind (of any, if left out) with its end on that day."""
    return [
        pause if why not in (None, pause.why) else pause.ended(day)
        for pause in pauses
        if pause.start != day or why not in (None, pause.why)
    ]


def _answered(record: Record, answers: Mapping[str, Any] | None, at: datetime | None) -> Record:
    if not answers:
        return record
    attempt = replace(record.attempt, **answers)
    answered = record.answered.union(map(Question, answers))
    return replace(record, attempt=attempt, answered=answered, at=at or record.at)


def _with_mornings(records: Sequence[Record]) -> tuple[Record, ...]:
    """What is told of the morning after one run of a day holds for all of that day (C14)."""
    days = Counter(record.day for record in records)
    if len(days) == len(records):
        return tuple(records)
    told: dict[date, int | None] = {}
    for record in records:
        if Question.NEXT_DAY in record.answered:
            scores = (told.get(record.day), record.attempt.next_day)
            told[record.day] = max((one for one in scores if one is not None), default=None)
    return tuple(
        _borrowing(record, told[record.day])
        if record.day in told and not (record.answered & {Question.NEXT_DAY} or record.is_warm_up)
        else record
        for record in records
    )


def _borrowing(record: Record, next_day: int | None) -> Record:
    attempt = replace(record.attempt, next_day=next_day)
    answered = record.answered | {Question.NEXT_DAY}
    return replace(record, attempt=attempt, answered=answered, borrows=True)
