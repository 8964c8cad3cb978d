"""Facts that a session is told, wherever they came from: voice, keyboard, button, clock."""

from dataclasses import dataclass
from typing import Any

from daemon.diary.facts import By
from voice.language.kinds import CommandName


@dataclass(frozen=True)
class CueDue:
    """The moment of the next cue has come."""


@dataclass(frozen=True)
class Command:
    """The runner said, clicked or typed a command."""

    name: CommandName


@dataclass(frozen=True)
class Answered:
    """An answer in the form of the attempt's JSON; `sure` where no question back is needed."""

    value: Any
    sure: bool
    by: By


@dataclass(frozen=True)
class NotUnderstood:
    """Something was said that is no answer, or nothing was said at all."""


@dataclass(frozen=True)
class Unanswered:
    """No typed answer either: the question stays open."""


Event = CueDue | Command | Answered | NotUnderstood | Unanswered
