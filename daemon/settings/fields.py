"""What the keys of a settings file and of a control request take, and how that is said. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from daemon.base.dates import WEEKDAYS

_NO_BOUND = 2**53
"""Beyond it JSON's numbers are not whole for everybody."""


@dataclass(frozen=True)
class Check:
    """`takes` says whether a value will do, `expected` which ones do; `read` makes it ours."""

    takes: Callable[[Any], bool]
    expected: str
    read: Callable[[Any], Any] = lambda value: value


def checked(check: Check, default: Any = MISSING) -> Any:
    """A field of a dataclass that is read from outside."""
    return field(default=default, metadata={"check": check})


def checks(kind: type[Any]) -> Mapping[str, tuple[Field[Any], Check]]:
    """The fields of such a dataclass by their names, each with its check."""
    return {item.name: (item, item.metadata["check"]) for item in fields(kind)}


def whole(low: int, high: int = _NO_BOUND) -> Check:
    """A whole number within these bounds."""
    bounds = f" {low} to {high}" if high < _NO_BOUND else f" from {low}" if low else ""
    return Check(
        lambda value: type(value) is int and low <= value <= high, f"a whole number{bounds}"
    )


def one_of(choices: type[StrEnum], expected: str = "") -> Check:
    """One of the values of an enum."""
    values = [str(choice) for choice in choices]
    told = expected or f"one of {', '.join(values)}"
    return Check(lambda value: isinstance(value, str) and value in values, told, choices)


def line(most: int, expected: str, least: int = 0) -> Check:
    """One line of so many characters."""

    def takes(value: Any) -> bool:
        # Half a surrogate pair is valid JSON and no text; it is not printable either.
        return isinstance(value, str) and least <= len(value) <= most and value.isprintable()

    return Check(takes, expected)


def _is_time(value: Any) -> bool:
    try:
        time.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return len(value) == len("07:30")


def _is_day_or_empty(value: Any) -> bool:
    try:
        return value == "" or (len(value) == len("2026-01-31") and bool(date.fromisoformat(value)))
    except (TypeError, ValueError):
        return False


def _are_weekdays(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(day in WEEKDAYS for day in value)


FLAG = Check(lambda value: isinstance(value, bool), "true or false")
TEXT = line(200, "one line of text")
TIME = Check(_is_time, 'a time of day like "07:30"')
DAY_OR_EMPTY = Check(_is_day_or_empty, 'a day like "2026-01-31", or ""')
DAYS = Check(_are_weekdays, f"a list of {', '.join(WEEKDAYS)}", tuple)


def unknown_key(key: str, known: Iterable[str]) -> str:
    """That there is no such key, and which one may be meant."""
    near = get_close_matches(key, tuple(known), n=1)
    return f"{key}: unknown key" + (f"; did you mean {near[0]!r}?" if near else "")
