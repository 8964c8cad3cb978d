"""Sentences by key from the words file, and the small grammar they need."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from gettext import c2py
from importlib.resources import files
from string import Formatter
from typing import Any

import tomli

from daemon import paths
from daemon.errors import EasebackError
from rules.model import MAX_SCORE, Distance

_NUMBER = re.compile(r"\d+(\.\d+)?")


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
            elif (section, name) == ("number", "form") and not _is_rule(text):
                yield f"{section}.{name}: expected a rule like {known[name]!r}, got {text!r:.60}"


def _fits(text: str, model: str) -> bool:
    """Whether it has no placeholder but the model's, each plain or formatted as there."""
    try:
        plain = {(name, "", None) for name in placeholders(model)}
        return _fields(text) <= _fields(model) | plain
    except ValueError:
        return False


def _is_rule(text: str) -> bool:
    try:
        rule = c2py(text)
        return all(rule(number) >= 0 for number in range(200))
    except (ValueError, ZeroDivisionError):
        return False


def _fields(text: str) -> set[tuple[str, str | None, str | None]]:
    parsed = Formatter().parse(text)
    return {(name, spec, conversion) for _, name, spec, conversion in parsed if name is not None}


def placeholders(text: str) -> set[str]:
    """The names in braces. Raises ValueError where braces are not paired."""
    return {name for name, _, _ in _fields(text)}


class _Filler(Formatter):
    """Fills in fractions with the decimal point of the language."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float | Decimal):
            return f"{float(value):g}".replace(".", words("number.point"))
        return str(super().format_field(value, format_spec))


_FILLER = _Filler()


def words(key: str, **values: object) -> str:
    """The sentence at `section.name`, its placeholders filled.

    Of several forms it is the one for the first number in it.
    """
    section, name = key.split(".")
    text = _table()[section][name]
    if "|" in text:
        text = _form(text, values)
    return _FILLER.vformat(text, (), values)


def _form(text: str, values: Mapping[str, object]) -> str:
    shown = (str(values[name]) for _, name, _, _ in Formatter().parse(text) if name)
    number = next(filter(_NUMBER.fullmatch, shown), None)
    if number is None:
        return text
    forms = text.split("|")
    # The rule is about whole numbers alone.
    form = _rule()(int(float(number))) if float(number).is_integer() else len(forms)
    return forms[min(form, len(forms) - 1)]


@cache
def _rule() -> Callable[[int], int]:
    return c2py(words("number.form"))


def listed(parts: Sequence[str]) -> str:
    """Parts as people list them: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return words("list.and", first=", ".join(parts[:-1]), last=parts[-1])


def capital(text: str) -> str:
    """The text with a capital first letter; the others stay."""
    return text[:1].upper() + text[1:]


def spoken_time(seconds: float) -> str:
    """How long something takes, no finer than it matters: "40 seconds", "10 minutes"."""
    if seconds < 90:
        return words("count.second", n=round(seconds))
    return words("count.minute", n=round(seconds / 60))


def shown_answer(value: object) -> str:
    """An answer as it is read: "3", "yes", "2.5 miles", "not known"."""
    if value is None:
        return words("answer.unknown")
    if isinstance(value, bool):
        return words("answer.yes" if value else "answer.no")
    if isinstance(value, Distance):
        return words(f"unit.{value.unit}", n=value.value)
    return _FILLER.format("{}", value)


def spoken_answer(value: object) -> str:
    """An answer as it is read back: "Three", "Yes", "2.5 miles"."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SCORE:
        return capital(spoken_score(value))
    return capital(shown_answer(value))


def spoken_score(score: int) -> str:
    """A score as a word."""
    return words(f"number.{score}")
