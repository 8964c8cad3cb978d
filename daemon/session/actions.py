"""Wishes of a session, performed by the conductor in a room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daemon.diary.facts import By
from daemon.diary.questions import Asked, Question
from daemon.session.events import Answered
from daemon.session.routine import Cue
from voice.language.kinds import Kind


@dataclass(frozen=True)
class Say:
    """Speak and show a text."""

    text: str


@dataclass(frozen=True)
class Note:
    """Store an answer; the runner does so before it performs the next action."""

    question: Question
    value: Any
    by: By


@dataclass(frozen=True)
class TakeBack:
    """The runner says that the answer just stored is wrong: it never was."""

    question: Question


@dataclass(frozen=True)
class TickOff:
    """Store that today's strength work is done."""


@dataclass(frozen=True)
class Ask:
    """Listen for an answer of this kind; `typed` where only the keyboard is left.

    `confirms` is the answer that a yes would store, where this asks whether it was heard right.
    With `moment` (seconds) a "no" may be said, and silence for so long (NotUnderstood) is consent.
    `unit` is that of a distance which is told without one.
    """

    question: Asked
    kind: Kind
    typed: bool = False
    confirms: Answered | None = None
    moment: float | None = None
    unit: str = "km"


@dataclass(frozen=True)
class Scene:
    """What a screen can show while a routine runs: which step of how many, and until when."""

    name: str
    number: int
    steps: int
    step_ends: datetime
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class WaitUntil:
    """Wait for a command, until `at` (None: as long as it takes), then report CueDue.

    `cue` is what is to be heard at that moment; a command drops it.
    """

    at: datetime | None
    cue: Cue | None = None
    scene: Scene | None = None


@dataclass(frozen=True)
class Adjust:
    """Speak with this loudness and pace from now on; 1 is as in the settings."""

    volume: float
    pace: float


Action = Say | Note | TakeBack | TickOff | Ask | WaitUntil | Adjust
