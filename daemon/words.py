"""Sentences by key from the words file, and the small grammar they need."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

import tomli

from daemon import paths
from daemon.errors import EasebackError
from rules.model import Distance

NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


class WordsError(EasebackError):
    """A language file that cannot be used, with all its faults."""


@cache
def _shipped() -> dict[str, dict[str, str]]:
    text = (files("daemon") / "data" / "words.toml").read_text("utf-8")
    return tomli.loads(text)


@cache
def _table() -> dict[str, dict[str, str]]:
    """The sentences, those of `words.toml` beside the settings before the shipped ones."""
    try:
        own = tomli.loads(paths.words_file().read_text("utf-8"))
    except FileNotFoundError:
        return _shipped()
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise WordsError(f"{paths.words_file()}: {error}") from None
    if problems := list(_problems(own)):
        raise WordsError("\n".join(f"{paths.words_file()}: {problem}" for problem in problems))
    return {name: {**table, **own.get(name, {})} for name, table in _shipped().items()}


def _problems(own: dict[str, Any]) -> Iterator[str]:
    for section, sentences in own.items():
        known = _shipped().get(section, {})
        if not isinstance(sentences, dict) or not known:
            yield f"{section}: unknown section"
            continue
        for name, text in sentences.items():
            if name not in known:
                yield f"{section}.{name}: unknown sentence"
            elif not isinstance(text, str) or not _fits(text, known[name]):
                yield f"{section}.{name}: expected a text with only these in braces: {known[name]}"


def _fits(text: str, model: str) -> bool:
    try:
        return placeholders(text) <= placeholders(model)
    except ValueError:
        return False


def placeholders(text: str) -> set[str]:
    """The names in braces. Raises ValueError where braces are not paired."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


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
