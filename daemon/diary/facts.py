"""What can have happened: one dataclass a kind of fact, and the one way to a stored row and back.

What is read and what is written pass the same checks, so that nothing is stored that could not be
read back; a row that does not pass them is a `Damaged`, and tells nothing.

A new kind of fact is one dataclass here, named in `KINDS`: `kind` is the name of its rows, every
field has its form beside it, `check` is what the fields owe each other. What follows from it is
one line in `history.fold`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from reprlib import Repr
from typing import Annotated, Any, ClassVar, NamedTuple, cast, get_args

from daemon.base.errors import EasebackError
from daemon.base.typed_dates import OLDEST
from daemon.diary.questions import Question
from rules.attempt_json import attempt_from_json

# A clock may be wrong by years, but what lies outside of these was never a day of somebody's run.
_YEARS = range(1970, 2200)
# Longer than any command takes one.
_LONGEST_SNOOZE = timedelta(days=1)
_LONGEST_KEY = 1000
# The numbers that a fact can have: those that a later one can name in its JSON.
NUMBERS = range(1, 2**53)
_LONGEST_SHOWN = 60
_short = Repr()
_short.maxstring = _LONGEST_SHOWN


def shown(value: Any) -> str:
    """A value that may be anything, as a person can be shown it."""
    return f"'{legible(value)}'" if isinstance(value, str) else _short.repr(value)


def legible(text: str) -> str:
    """A text that may be anything, with a mark for each character that cannot be read."""
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return "".join(each if each.isprintable() else "�" for each in short)


class Unfit(EasebackError):
    """Something that is not to be stored: names the place and what was expected."""


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


class FactRow(NamedTuple):
    """A fact as it is stored. `at` is an aware time in ISO 8601, `data` a JSON object."""

    id: int
    at: str
    kind: str
    data: str


class Form(NamedTuple):
    """How a field looks in JSON; `read` raises LookupError, TypeError or ValueError for others."""

    expected: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def _day(value: Any) -> date:
    day = date.fromisoformat(value)
    if day.year not in _YEARS:
        raise ValueError(value)
    return day


def _time(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if at.year not in _YEARS or at.utcoffset() is None:
        raise ValueError(value)
    return at


def _number(value: Any) -> int:
    if type(value) is not int or value not in NUMBERS:
        raise ValueError(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= _LONGEST_KEY:
        raise ValueError(value)
    return value


_DAY = Form("a day like 2026-03-02", _day, date.isoformat)
_TIME = Form("a time like 2026-03-02T07:30:00+01:00", _time, datetime.isoformat)
_NUMBER = Form("the number of a fact", _number)
_FLAG = Form("true or false", _flag)
_TEXT = Form("a line of text", _text)
_VALUE = Form("an answer, or null", lambda value: value)


def _one_of(kinds: type[StrEnum]) -> Form:
    # A look-up in a dict: the call of an enum takes several times as long.
    return Form(f"one of {', '.join(kinds)}", {each.value: each for each in kinds}.__getitem__, str)


class Fact:
    """Something that happened. An `entry` was made by the runner, who can take it back.

    With `decides` the next run may be another one without it.
    """

    kind: ClassVar[str]
    entry: ClassVar[bool] = False
    decides: ClassVar[bool] = False

    def check(self, at: datetime) -> None:
        """Raise ValueError where the fields do not fit each other, or the time it was stored."""

    @property
    def about(self) -> int | None:
        """The earlier fact that it refers to."""
        return None

    def fits(self, other: "Fact | Damaged | None") -> bool:
        """Whether it can be about this one."""
        return True


class _OfDay(Fact):
    """Something of a day that was there when it was told, and not longer ago than ten years."""

    day: date

    def check(self, at: datetime) -> None:
        if self.day > at.date():
            raise ValueError(f"day: {self.day} is in the future")
        if at.date() - self.day > OLDEST:
            raise ValueError(f"day: {self.day} is more than ten years ago")


@dataclass(frozen=True)
class AttemptBegun(_OfDay):
    """A warm-up or a run was made; its answers are facts of their own."""

    kind, entry, decides = "attempt", True, True

    day: Annotated[date, _DAY]


@dataclass(frozen=True)
class Answer(Fact):
    """One answer about an attempt, a JSON value; None means "not known"."""

    kind, entry, decides = "answer", True, True

    attempt: Annotated[int, _NUMBER]
    by: Annotated[By, _one_of(By)]
    question: Annotated[Question, _one_of(Question)]
    value: Annotated[Any, _VALUE]

    @property
    def told(self) -> Any:
        """The value as the attempt has it."""
        return answer_of(self.question, self.value)

    def check(self, at: datetime) -> None:
        answer_of(self.question, self.value)

    @property
    def about(self) -> int | None:
        return self.attempt

    def fits(self, other: "Fact | Damaged | None") -> bool:
        return isinstance(other, AttemptBegun)


@dataclass(frozen=True)
class Undone(Fact):
    """An earlier fact never happened."""

    kind, decides = "undone", True

    fact: Annotated[int, _NUMBER]

    @property
    def about(self) -> int | None:
        return self.fact

    def fits(self, other: "Fact | Damaged | None") -> bool:
        return other is not None and not isinstance(other, Undone)


@dataclass(frozen=True)
class StrengthDone(_OfDay):
    """The strength work of a day was done."""

    kind, entry = "strength", True

    day: Annotated[date, _DAY]


@dataclass(frozen=True)
class RunSkipped(_OfDay):
    """The runner let the run of a day be."""

    kind, entry = "skipped", True

    day: Annotated[date, _DAY]


@dataclass(frozen=True)
class Snoozed(Fact):
    """The runner wanted no reminders for a while."""

    kind, entry = "snoozed", True

    until: Annotated[datetime, _TIME]

    def check(self, at: datetime) -> None:
        if not timedelta(0) < self.until - at <= _LONGEST_SNOOZE:
            raise ValueError(f"until: expected a time within a day, got {self.until.isoformat()}")


@dataclass(frozen=True)
class Reminded(Fact):
    """A reminder was shown. `key` is its day and its kind."""

    kind = "reminded"

    key: Annotated[str, _TEXT]


@dataclass(frozen=True)
class SessionBegan(Fact):
    """A session is under way, or what is left of one; with what was asked of it."""

    kind = "session"

    what: Annotated[SessionKind, _one_of(SessionKind)]
    next_day: Annotated[bool, _FLAG] = False
    new_run: Annotated[bool, _FLAG] = False


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
        Snoozed,
        Reminded,
        SessionBegan,
        SessionEnded,
    )
}


_FIELDS = {kind: fields(cast("Any", fact)) for kind, fact in KINDS.items()}
_FORMS: Mapping[str, Mapping[str, Form]] = {
    kind: {each.name: get_args(each.type)[1] for each in its} for kind, its in _FIELDS.items()
}
_DEFAULTS = {
    kind: {each.name: each.default for each in its if each.default is not MISSING}
    for kind, its in _FIELDS.items()
}


class Stored(NamedTuple):
    """A fact with the number and the time under which it is stored."""

    id: int
    at: datetime
    fact: Fact


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


def about_nothing(row: FactRow, about: int) -> Damaged:
    """A row that can be read, but not what it is about."""
    why = f"it is about fact {about}, which is none that can be read"
    return Damaged(row.id, row.at, row.kind, why, about)


def row_of(at: datetime, fact: Fact) -> FactRow:
    """The row to store, but for its number. Raises Unfit where it could not be read back."""
    forms = _FORMS[fact.kind]
    data = {name: form.write(getattr(fact, name)) for name, form in forms.items()}
    row = FactRow(NUMBERS[0], at.isoformat(), fact.kind, json.dumps(data, sort_keys=True))
    read = told_by(row)
    if read != fact:
        why = read.why if isinstance(read, Damaged) else "it would not be read as it is"
        raise Unfit(f"{why}; nothing was stored")
    return row


def told_by(row: FactRow) -> Fact | Damaged:
    """What this row alone tells."""
    found = fact_of(row, json_of(row))
    return found if isinstance(found, Damaged) else found.fact


def json_of(row: FactRow) -> Any:
    """Its JSON; None where there is none that can be read."""
    try:
        return json.loads(row.data)
    except (ValueError, RecursionError):
        return None


def fact_of(row: FactRow, data: Any) -> Stored | Damaged:
    """What a row tells, its JSON being read already."""
    id_, at, kind, _ = row
    try:
        if id_ not in NUMBERS:
            raise ValueError("no fact has such a number")
        time, fact = _time_of(at), _fact(kind, data)
        fact.check(time)
    except (TypeError, ValueError) as error:
        return Damaged(id_, at, kind, str(error).partition("\n")[0])
    return Stored(id_, time, fact)


def _time_of(at: str) -> datetime:
    try:
        return _time(at)
    except ValueError:
        raise ValueError(f"at: expected {_TIME.expected}, got {shown(at)}") from None


def _fact(kind: str, data: Any) -> Fact:
    if kind not in KINDS:
        raise ValueError(f"this easeback knows no such kind of fact: {shown(kind)}")
    if type(data) is not dict:
        raise ValueError("data: expected a JSON object")
    forms = _FORMS[kind]
    if tuple(data) != tuple(forms):
        data = _in_order(kind, data)
    try:
        told = zip(forms.values(), data.values(), strict=True)
        return KINDS[kind](*[form.read(value) for form, value in told])
    except (LookupError, TypeError, ValueError):
        raise ValueError(_fault(forms, data)) from None


def _in_order(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """All the fields as the kind has them. Raises ValueError for any more or less."""
    for name in data:
        if name not in _FORMS[kind]:
            raise ValueError(f"{shown(name)}: unknown key")
    told = {**_DEFAULTS[kind], **data}
    for name in _FORMS[kind]:
        if name not in told:
            raise ValueError(f"{name}: is missing")
    return {name: told[name] for name in _FORMS[kind]}


def _fault(forms: Mapping[str, Form], data: Mapping[str, Any]) -> str:
    for name, form in forms.items():
        try:
            form.read(data[name])
        except (LookupError, TypeError, ValueError):
            return f"{name}: expected {form.expected}, got {shown(data[name])}"
    raise AssertionError(data)


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
