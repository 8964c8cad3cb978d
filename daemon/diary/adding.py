"""What a document tells that a diary does not know yet, as facts to store. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from daemon.base.errors import Problems
from daemon.base.words import words
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    FirstComeback,
    SettingsChanged,
)
from daemon.diary.document import Document, Entry, entry_of
from daemon.diary.fact import Fact
from daemon.diary.facts import AgainstAdvice, RunSkipped, StrengthDone
from daemon.diary.history import History

Timed = tuple[datetime, Fact]
"""A fact and when it was told."""


@dataclass(frozen=True)
class Addition:
    """What to store, in this order."""

    before: Sequence[Timed]
    entries: Sequence[Entry]
    after: Sequence[Timed]


def addition(history: History, document: Document, now: datetime) -> Addition:
    """What is new. Raises Problems naming every day of which the diary tells something else."""
    known = list(map(entry_of, history.records))
    entries = [entry for entry in document.entries if entry not in known]
    taken = {entry.day for entry in known}
    problems = [f"{each.day}: the diary has another run" for each in entries if each.day in taken]
    comebacks, faults = _comebacks(history, document)
    if problems := [*problems, *faults]:
        raise Problems(problems)
    before: list[Timed] = [(now, each) for each in comebacks]
    # Settings decide from their day on; of runs that are there already those of the diary do.
    if not history.records:
        settings = [each for each in document.settings if each not in history.settings]
        before += [(_at(each.day, now), SettingsChanged(each.settings)) for each in settings]
    before += [(now, move) for move in document.moves if move not in history.moves]
    return Addition(before, entries, list(_others(history, document, now)))


def _comebacks(history: History, document: Document) -> tuple[list[ComebackBegun], list[str]]:
    told = list(document.comebacks)
    if not history.comebacks:
        return [*(FirstComeback(**vars(each)) for each in told[:1]), *told[1:]], []
    if told and not history.records and len(history.comebacks) == 1:
        # What `init` asked about gives way to the whole history.
        (number,) = history.comeback_ids
        first = [each for each in told[:1] if _plain(history.comebacks[0]) != each]
        return [*(replace(each, corrects=number) for each in first), *told[1:]], []
    known = list(map(_plain, history.comebacks))
    new, last = [each for each in told if each not in known], known[-1].day
    early = [each.day for each in new if each.day < last]
    return new, [words("injury.before", day=day, last=last) for day in early]


def _plain(comeback: ComebackBegun) -> ComebackBegun:
    return replace(ComebackBegun(**vars(comeback)), corrects=None)


def _others(history: History, document: Document, now: datetime) -> Iterator[Timed]:
    for day in sorted(document.strength_days - history.strength_days):
        yield now, StrengthDone(day)
    for day in sorted(document.skipped_days - history.skipped_days):
        yield now, RunSkipped(day)
    for day in sorted(document.cleared - history.cleared):
        yield now, Cleared(day)
    for day in sorted(document.against_advice - history.against_advice):
        yield now, AgainstAdvice(day)
    for pain in document.pains:
        if pain not in history.pains:
            yield now, pain
    for pause in document.pauses:
        if pause not in history.pauses:
            yield _at(pause.start, now), pause
    if document.moved and document.moved not in history.moves:
        yield now, document.moved


def _at(day: date, now: datetime) -> datetime:
    """When a fact of this day was told at the latest."""
    return now if day >= now.date() else datetime.combine(day, time(12), now.tzinfo)
