"""Entries taken back by corrections, and how each is named to the runner."""

from collections.abc import Sequence
from datetime import date, datetime

from daemon.base.errors import EasebackError
from daemon.base.words import listed, shown_answer, words
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    PainTold,
    PauseBegun,
    PauseEnded,
    RunMoved,
    UnreadComeback,
)
from daemon.diary.diary import Diary
from daemon.diary.fact import Fact, Stored
from daemon.diary.facts import (
    Answer,
    AttemptBegun,
    Damaged,
    RunSkipped,
    Snoozed,
    StrengthDone,
    Undone,
)
from daemon.diary.forms import NUMBERS
from daemon.diary.history import Record
from daemon.diary.snapshot import Snapshot

# An entry of more facts is not listed.
_MOST_TOLD = 8


def delete(diary: Diary, now: datetime, read: Snapshot, record: Record) -> None:
    """A run never was: it is taken back with all that was answered about it."""
    with diary.together():
        for stored in read.ledger.facts:
            if record.id in (stored.id, stored.fact.about):
                diary.enter(now, Undone(stored.id))


def undo(diary: Diary, now: datetime, read: Snapshot, number: int | None = None) -> str:
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
    with diary.together():
        for each in entry:
            diary.enter(now, Undone(each.id))
    told = [in_words(each.fact if isinstance(each, Stored) else each) for each in entry]
    return listed(told) if len(told) <= _MOST_TOLD else words("undo.many", n=len(told))


def _not_counting(read: Snapshot, number: int, today: date) -> Sequence[Stored | Damaged]:
    to_come = {record.id for record in read.history.to_come(today)}
    runs = (stored for stored in read.ledger.facts if stored.id in to_come)
    entries: list[Stored | Damaged] = [*read.ledger.damaged, *runs]
    return [entry for entry in entries if entry.id == number]


def in_words(fact: Fact | Damaged) -> str:
    """What the runner entered: "pain in the warm-up: 3", "snooze until 12:30"."""
    match fact:
        case Answer(question=question, told=told):
            return words(f"undo.{question}", answer=shown_answer(told))
        case Snoozed(until=until):
            return words("undo.snoozed", time=f"{until:%H:%M}")
        case PainTold(score=score, during=during):
            return words(f"undo.pain_{during}", score=score)
        case PauseBegun(start=start, why=why):
            return words(f"undo.pause_{why}", day=start.isoformat())
        case RunMoved(to=to):
            return words("undo.moved", day=to.isoformat())
        case (
            AttemptBegun(day=day)
            | StrengthDone(day=day)
            | RunSkipped(day=day)
            | Cleared(day=day)
            | ComebackBegun(day=day)
            | PauseEnded(day=day)
        ):
            return words(f"undo.{fact.kind}", day=day.isoformat())
        case Damaged():
            return words("undo.damaged", number=fact.id)
    raise AssertionError(fact)
