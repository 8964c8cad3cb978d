"""Wishes of a session, performed by the conductor in a room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daemon.events import Answered
from daemon.questions import Question


@dataclass(frozen=True)
class Say:
    """Speak and show a text."""

    text: str


@dataclass(frozen=True)
class Sound:
    """Sound a tone by its name."""

    tone: str


@dataclass(frozen=True)
class Record:
    """Store an answer; the runner does so before it performs the next action."""

    question: Question
    value: Any
    by: str


@dataclass(frozen=True)
class Ask:
    """Listen for an answer of this kind; `typed` where only the keyboard is left.

    `confirms` is the answer that a yes would store, where this asks whether it was heard right.
    """

    question: Question
    kind: str
    typed: bool = False
    confirms: Answered | None = None


@dataclass(frozen=True)
class WaitUntil:
    """Wait for a command, until `at` (None: as long as it takes), then report CueDue."""

    at: datetime | None


Action = Say | Sound | Record | Ask | WaitUntil
