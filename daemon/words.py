"""Sentences by key from the words file, and the small grammar they need."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import tomli

from rules.model import Distance

NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("daemon") / "data" / "words.toml").read_text("utf-8")
    return tomli.loads(text)


def words(key: str, **values: object) -> str:
    """The sentence at `section.name`, its placeholders filled."""
    section, name = key.split(".")
    return _table()[section][name].format(**values)


def count(number: int, one: str) -> str:
    """A number with its noun: "1 rest day", "2 rest days"."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def listed(parts: Sequence[str]) -> str:
    """Parts as people list them: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def spoken_time(seconds: float) -> str:
    """How long something takes, no finer than it matters: "40 seconds", "10 minutes"."""
    if seconds < 90:
        return count(round(seconds), "second")
    return count(round(seconds / 60), "minute")


def spoken_day(day: date, today: date) -> str:
    """A date as people say it: today, tomorrow, Thursday, Thursday 3 December."""
    ahead = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if ahead in near:
        return near[ahead]
    if 1 < ahead < 7:
        return f"{day:%A}"
    return f"{day:%A} {day.day} {day:%B}"


def spoken_answer(value: object) -> str:
    """An answer read back: "Three", "Yes", "25 minutes", "2.5 miles"."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Distance):
        unit = {"mi": "mile", "km": "kilometer"}[value.unit]
        number = f"{value.value.normalize():f}"
        return f"{number} {unit}" if value.value == 1 else f"{number} {unit}s"
    if isinstance(value, int) and 0 <= value <= 10:
        return NUMBERS[value].capitalize()
    return str(value)
