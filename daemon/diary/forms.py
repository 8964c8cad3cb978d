"""How the fields of a fact look in JSON: what is read, and what a person is told of the rest."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from reprlib import Repr
from typing import Any, NamedTuple

from rules.comeback import PlanSettings, UsualWeek

# A clock may be wrong by years, but what lies outside of these was never a day of somebody's run.
_YEARS = range(1970, 2200)
_LONGEST_KEY = 1000
# What a runner says of an injury.
LONGEST_LINE = 200
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


def _text(most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= most:
            raise ValueError(value)
        return value

    return read


def _week(value: Any) -> UsualWeek:
    if type(value) is not dict or any(type(each) is not int for each in value.values()):
        raise TypeError(value)
    return UsualWeek(**value)


def _told(week: UsualWeek) -> Mapping[str, int]:
    return {name: each for name, each in vars(week).items() if each is not None}


_SHIPPED = PlanSettings()
_NAMES = tuple(each.name for each in fields(PlanSettings))


def _settings(value: Any) -> PlanSettings:
    if type(value) is not dict or not value.keys() <= set(_NAMES):
        raise ValueError(value)
    told: dict[str, Any] = {
        name: tuple(each) if type(each) is list else each for name, each in value.items()
    }
    if any(type(each) is not type(getattr(_SHIPPED, name)) for name, each in told.items()):
        raise TypeError(value)
    return PlanSettings(**told) if told else _SHIPPED


def _not_as_shipped(settings: PlanSettings) -> Mapping[str, Any]:
    told = ((name, getattr(settings, name)) for name in _NAMES)
    return {
        name: list(each) if isinstance(each, tuple) else each
        for name, each in told
        if each != getattr(_SHIPPED, name)
    }


DAY = Form("a day like 2026-03-02", _day, date.isoformat)
TIME = Form("a time like 2026-03-02T07:30:00+01:00", _time, datetime.isoformat)
NUMBER = Form("the number of a fact", _number)
FLAG = Form("true or false", _flag)
TEXT = Form("a line of text", _text(_LONGEST_KEY))
SHORT_TEXT = Form(f"a line of up to {LONGEST_LINE} characters", _text(LONGEST_LINE))
WEEK = Form('a week like {"runs": 3, "minutes": 90}', _week, _told)
VALUE = Form("an answer, or null", lambda value: value)
SETTINGS = Form("settings of the plan that are not as shipped", _settings, _not_as_shipped)


def one_of(kinds: type[StrEnum]) -> Form:
    """One of these words."""
    # A look-up in a dict: the call of an enum takes several times as long.
    return Form(f"one of {', '.join(kinds)}", {each.value: each for each in kinds}.__getitem__, str)


def whole(least: int, most: int) -> Form:
    """A whole number within these bounds."""

    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(value)
        return value

    return Form(f"a whole number {least} to {most}", read)


def optional(form: Form) -> Form:
    """Such a value, or null."""
    return Form(
        f"{form.expected}, or null",
        lambda value: None if value is None else form.read(value),
        lambda value: None if value is None else form.write(value),
    )
