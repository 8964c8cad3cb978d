"""Sentences by key from the language files, and the small grammar they need."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from gettext import c2py
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Any

import tomli

from voice.base.places import words_file
from voice.base.plain import plain

# A sentence, or several ways to say it.
Ways = str | Sequence[str]
WordTable = Mapping[str, Mapping[str, Ways]]

# What is no sentence, and has one form alone.
_GRAMMAR = {("number", "form"), ("number", "point")}
_NUMBER = re.compile(r"\d+(\.\d+)?")


class Language:
    """The sentences of these packages, the runner's own `words.toml` before the shipped ones."""

    def __init__(self, *packages: str) -> None:
        self._packages = packages

    def words(self, key: str, /, *, turn: int = 0, **values: object) -> str:
        """The sentence at `section.name`, its placeholders filled.

        Of several forms it is the one for the first number in it; `turn` is how often it was said
        before, by which it is said another way where there are several.
        """
        section, name = key.split(".")
        text = _way(self._table[section][name], turn)
        if "|" in text:
            text = self._form(text, values)
        return self.filled(text, **values)

    def filled(self, text: str, /, **values: object) -> str:
        """The text with the values in it, fractions with the decimal point of the language."""
        return _Filler(_way(self._table["number"]["point"])).vformat(text, (), values)

    def faults(self) -> Iterator[str]:
        """What is wrong in the runner's own file; a sentence with a fault stays as shipped."""
        try:
            own = self._own
        except (OSError, ValueError) as error:
            yield str(error)
            return
        for section, sentences in own.items():
            if not isinstance(sentences, dict) or section not in self._shipped:
                yield f"{section}: unknown section"
                continue
            for name, text in sentences.items():
                if name not in self._shipped[section]:
                    yield f"{section}.{name}: unknown sentence"
                elif expected := _expected(section, name, text, self._shipped[section][name]):
                    yield f"{section}.{name}: expected {expected}, got {text!r:.60}"

    @cached_property
    def _own(self) -> dict[str, Any]:
        try:
            return tomli.loads(words_file().read_text("utf-8-sig"))
        except FileNotFoundError:
            return {}

    @cached_property
    def _shipped(self) -> WordTable:
        texts = (
            Path(import_module(name).__path__[0], "data", "words.toml").read_text("utf-8")
            for name in self._packages
        )
        return {section: table for text in texts for section, table in tomli.loads(text).items()}

    @cached_property
    def _table(self) -> WordTable:
        try:
            own = self._own
        except (OSError, ValueError):
            return self._shipped
        return {
            section: {**table, **_usable(section, own.get(section), table)}
            for section, table in self._shipped.items()
        }

    @cached_property
    def _rule(self) -> Callable[[int], int]:
        return c2py(_way(self._table["number"]["form"]))

    def _form(self, text: str, values: Mapping[str, object]) -> str:
        shown = (str(values[name]) for _, name, _, _ in Formatter().parse(text) if name)
        number = next(filter(_NUMBER.fullmatch, shown), None)
        if number is None:
            return text
        forms = text.split("|")
        # The rule is about whole numbers alone.
        form = self._rule(int(float(number))) if float(number).is_integer() else len(forms)
        return forms[min(form, len(forms) - 1)]


def ways(text: Ways) -> Sequence[str]:
    """Every way to say it."""
    return [text] if isinstance(text, str) else text


def _way(text: Ways, turn: int = 0) -> str:
    """The first way for the first time; after it the others, which may be shorter, in turn."""
    first, *others = ways(text)
    return others[(turn - 1) % len(others)] if turn and others else first


def _usable(section: str, own: Any, shipped: Mapping[str, Ways]) -> dict[str, Ways]:
    """Those of one's own sentences that can stand for a shipped one."""
    sentences = own.items() if isinstance(own, dict) else ()
    return {
        name: text
        for name, text in sentences
        if name in shipped and not _expected(section, name, text, shipped[name])
    }


def _expected(section: str, name: str, text: Any, model: Ways) -> str:
    """What there should be in place of this text; "" where it can stand for the model."""
    if (section, name) in _GRAMMAR:
        fits = isinstance(text, str) and _fits(text, model)
    else:
        fits = _is_said(text) and all(_fits(way, model) for way in ways(text))
    if not fits:
        return f"a text with only these in braces: {_way(model)}"
    if (section, name) == ("number", "form") and not _is_rule(text):
        return f"a rule like {model!r}"
    return ""


def _is_said(text: Any) -> bool:
    """Whether it is a text or a list of at least one."""
    if isinstance(text, list):
        return bool(text) and all(isinstance(way, str) for way in text)
    return isinstance(text, str)


def _fits(text: str, model: Ways) -> bool:
    """Whether it has no placeholder but the model's, each plain or formatted as there."""
    try:
        fields = {field for way in ways(model) for field in _fields(way)}
        return _fields(text) <= fields | {(name, "", None) for name, _, _ in fields}
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
    """Fills in fractions with this decimal point."""

    def __init__(self, point: str) -> None:
        self._point = point

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float | Decimal):
            return f"{float(value):g}".replace(".", self._point)
        # It may come from a file of anybody's, or be its name.
        return plain(str(super().format_field(value, format_spec)))


@cache
def _language() -> Language:
    return Language("voice")


def words(key: str, /, *, turn: int = 0, **values: object) -> str:
    """A sentence of the voice's; see Language."""
    return _language().words(key, turn=turn, **values)
