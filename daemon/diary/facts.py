"""What can have happened: one dataclass a kind of fact.

A new kind of fact begins here, named in `KINDS`: `kind` is the name of its rows, every field has
its form beside it, `check` is what the fields owe each other. What follows from it is one line in
`history.fold`; an entry of the runner's has its words in `taking_back.in_words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from daemon.diary.comeback_facts import FEW
from daemon.diary.fact import Fact, OfDay
from daemon.diary.forms import DAY, FLAG, NUMBER, NUMBERS, TEXT, TIME, VALUE, one_of
from daemon.diary.questions import Question
from rules.attempt_json import attempt_from_json

# Longer than any command takes one.
_LONGEST_SNOOZE = timedelta(days=8)


class By(StrEnum):
    """How an answer came."""

    SPOKEN = "spoken"
    TYPED = "typed"
    COUNTED = "counted"
    """The minutes of a guided run."""
    SKIPPED = "skipped"
    """Not known, by a word instead of an answer."""
    STOPPED = "stopped"
    """Not asked, because the pain ended the run."""
    IMPORTED = "imported"


class SessionKind(StrEnum):
    """What is done in a session. SCORE is the question at the end of a warm-up."""

    WARMUP = "warmup"
    GO = "go"
    STRENGTH = "strength"
    CHECKIN = "checkin"
    SCORE = "score"


@dataclass(frozen=True)
class AttemptBegun(OfDay):
    """A warm-up or a run was made; its answers are facts of their own."""

    kind, entry, decides = "attempt", True, True

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class Answer(Fact):
    """One answer about an attempt, a JSON value; None means "not known"."""

    kind, entry, decides = "answer", True, True

    attempt: Annotated[int, NUMBER]
    by: Annotated[By, one_of(By)]
    question: Annotated[Question, one_of(Question)]
    value: Annotated[Any, VALUE]

    @property
    def told(self) -> Any:
        """The value as the attempt has it."""
        return answer_of(self.question, self.value)

    def check(self, at: datetime) -> None:
        answer_of(self.question, self.value)

    @property
    def about(self) -> int | None:
        return self.attempt

    def fits(self, other: object) -> bool:
        return isinstance(other, AttemptBegun)


@dataclass(frozen=True)
class Undone(Fact):
    """An earlier fact never happened."""

    kind, decides = "undone", True

    fact: Annotated[int, NUMBER]

    @property
    def about(self) -> int | None:
        return self.fact

    def fits(self, other: object) -> bool:
        return other is not None and not isinstance(other, Undone)


@dataclass(frozen=True)
class StrengthDone(OfDay):
    """The strength work of a day was done."""

    kind, entry = "strength", True

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class RunSkipped(OfDay):
    """The runner let the run of a day be."""

    kind, entry = "skipped", True

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class AgainstAdvice(OfDay):
    """The runner was told that it was no day for a run, and went."""

    kind = "against_advice"

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class Snoozed(Fact):
    """The runner wanted no reminders for a while."""

    kind, entry = "snoozed", True

    until: Annotated[datetime, TIME]

    def check(self, at: datetime) -> None:
        if not timedelta(0) < self.until - at <= _LONGEST_SNOOZE:
            raise ValueError(f"until: expected a time within a week, got {self.until.isoformat()}")


@dataclass(frozen=True)
class Reminded(Fact):
    """A reminder was shown. `key` is its day and its kind."""

    kind = "reminded"

    key: Annotated[str, TEXT]


@dataclass(frozen=True)
class SessionBegan(Fact):
    """A session is under way, or what is left of one; with what was asked of it."""

    kind = "session"

    what: Annotated[SessionKind, one_of(SessionKind)]
    next_day: Annotated[bool, FLAG] = False
    new_run: Annotated[bool, FLAG] = False


@dataclass(frozen=True)
class SessionEnded(Fact):
    """It came to its end, or is not to go on."""

    kind = "session_end"


KINDS: Mapping[str, type[Fact]] = {
    each.kind: each
    for each in (
        AttemptBegun,
        Answer,
        Undone,
        StrengthDone,
        RunSkipped,
        *FEW,
        AgainstAdvice,
        Snoozed,
        Reminded,
        SessionBegan,
        SessionEnded,
    )
}


class Damaged(NamedTuple):
    """A row that cannot be read; it counts for nothing, and `why` says what is wrong with it.

    `about` is the fact that it would be about, where that is what cannot be read.
    """

    id: int
    at: str
    kind: str
    why: str
    about: int | None = None

    @property
    def can_be_named(self) -> bool:
        """Whether a correction can take it back."""
        return self.id in NUMBERS

    @property
    def entry(self) -> bool:
        """Whether the runner may have made it: of an unknown kind nobody knows."""
        return self.kind not in KINDS or KINDS[self.kind].entry

    @property
    def decides(self) -> bool:
        """Whether the next run might be another one with it."""
        return self.kind not in KINDS or KINDS[self.kind].decides


def answer_of(question: Question, value: Any) -> Any:
    """An answer's JSON value as the attempt has it. Raises RulesError where it is none."""
    try:
        return _repeated(question, value)
    except TypeError:
        # A distance is an object, which cannot be looked up.
        return _told(question, value)


# Years of runs repeat the same few answers.
@lru_cache(maxsize=4096, typed=True)
def _repeated(question: Question, value: Any) -> Any:
    return _told(question, value)


def _told(question: Question, value: Any) -> Any:
    return getattr(attempt_from_json({question.value: value}, "answer"), question)
