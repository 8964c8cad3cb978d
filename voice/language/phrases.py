"""The phrase table: TOML to rows, every fault named at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from voice.language.templates import Phrase, TemplateError, compile_template

_KEYS = {"say", "value", "plus", "pick", "unit", "times", "ears", "tenths"}
_PICKS = (None, "highest", "last")
_TOP = ("format", "fillers", "hedges", "hedged", "corrections", "corrected", "interrupts")


class PhrasesError(ValueError):
    """A phrase table with faults; `problems` names each and where it is."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """Sentences of one meaning. `value` None: the number said (`times` it, `plus` that).

    `pick` is which of several numbers counts; None: their sum. `ears` are the numbers that the
    microphone listens for, None if it does not for this row.
    """

    say: tuple[Phrase, ...]
    value: bool | str | Decimal | None
    plus: Decimal
    times: Decimal
    pick: str | None
    unit: str | None
    ears: tuple[Decimal, ...] | None


@dataclass(frozen=True)
class Section:
    """What answers one kind of question."""

    hint: str
    least: int
    most: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Phrases:
    """The whole table."""

    sections: Mapping[str, Section]
    fillers: frozenset[str]
    hedges: tuple[tuple[str, ...], ...]
    hedged: frozenset[str]
    corrections: tuple[tuple[str, ...], ...]
    corrected: frozenset[str]
    interrupts: tuple[str, ...]


@cache
def shipped() -> Phrases:
    """The table that ships with easeback."""
    return load_phrases((files("voice") / "data" / "phrases.toml").read_text("utf-8"))


def load_phrases(text: str) -> Phrases:
    """Read a table. Raises PhrasesError naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise PhrasesError([f"not TOML: {error}"]) from None
    problems: list[str] = []
    if data.get("format") != 1:
        problems.append("format: expected 1")
    lists = {key: _texts(data.get(key, []), key, problems) for key in _TOP[1:]}
    sections = {
        key: _section(value, key, problems) for key, value in data.items() if key not in _TOP
    }
    if problems:
        raise PhrasesError(problems)
    return Phrases(
        sections,
        frozenset(lists["fillers"]),
        tuple(tuple(phrase.split()) for phrase in lists["hedges"]),
        frozenset(lists["hedged"]),
        tuple(tuple(phrase.split()) for phrase in lists["corrections"]),
        frozenset(lists["corrected"]),
        lists["interrupts"],
    )


def _texts(value: Any, place: str, problems: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return tuple(value)
    problems.append(f"{place}: expected a list of texts")
    return ()


def _section(data: Any, place: str, problems: list[str]) -> Section:
    if not isinstance(data, dict) or not isinstance(data.get("hint"), str):
        problems.append(f"{place}: expected a table with a hint")
        return Section("", 0, 0, ())
    rows = tuple(
        _row(row, f"{place}.row[{number}]", problems)
        for number, row in enumerate(data.get("row", []))
    )
    return Section(data["hint"], data.get("least", 0), data.get("most", 0), rows)


def _row(data: dict[str, Any], place: str, problems: list[str]) -> Row:
    problems += [f"{place}.{key}: unknown key" for key in data if key not in _KEYS]
    say = []
    for text in _texts(data.get("say"), f"{place}.say", problems):
        try:
            say.append(compile_template(text))
        except TemplateError as error:
            problems.append(f"{place}.say: {error}")
    value, pick = data.get("value"), data.get("pick")
    if pick not in _PICKS:
        problems.append(f"{place}.pick: expected highest or last")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(str(value))
    return Row(
        tuple(say),
        value,
        Decimal(str(data.get("plus", 0))),
        Decimal(str(data.get("times", 1))),
        pick,
        data.get("unit"),
        _ears(data, place, problems),
    )


def _ears(data: dict[str, Any], place: str, problems: list[str]) -> tuple[Decimal, ...] | None:
    match data.get("ears"):
        case None:
            return None
        case [int(least), int(most)]:
            whole = [Decimal(number) for number in range(least, most + 1)]
            if not data.get("tenths"):
                return tuple(whole)
            return tuple(number + Decimal(tenth) / 10 for number in whole for tenth in range(1, 10))
    problems.append(f"{place}.ears: expected [least, most]")
    return None
