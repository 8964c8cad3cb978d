"""A diary as a document tells it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daemon.diary.comeback_facts import ComebackBegun, PainTold, PauseBegun, RunMoved
from daemon.diary.history import Record
from daemon.diary.questions import Question
from rules.attempt_json import attempt_to_json
from rules.comeback import SettingsFact


@dataclass(frozen=True)
class Entry:
    """One attempt as a document tells it: its day and its answers as JSON values."""

    day: date
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """Everything that a document tells."""

    entries: tuple[Entry, ...] = ()
    strength_days: frozenset[date] = frozenset()
    skipped_days: frozenset[date] = frozenset()
    cleared: frozenset[date] = frozenset()
    against_advice: frozenset[date] = frozenset()
    comebacks: tuple[ComebackBegun, ...] = ()
    settings: tuple[SettingsFact, ...] = ()
    pains: tuple[PainTold, ...] = ()
    pauses: tuple[PauseBegun, ...] = ()
    moves: tuple[RunMoved, ...] = ()
    """Those that a run has ended."""
    moved: RunMoved | None = None


def entry_of(record: Record) -> Entry:
    """What the diary knows of one attempt."""
    values = attempt_to_json(record.attempt)
    return Entry(record.day, {name: values[name] for name in Question if name in record.answered})
