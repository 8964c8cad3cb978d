"""Phrase templates: `word`, `(either|or)`, `[may be left out]`, `<slot>`. Pure.

A template can be matched against words and expanded into everything it accepts, so that the
parser and the lists made from it cannot differ.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from voice.language.numbers import in_words, numbers_at


class TemplateError(ValueError):
    """A template that is not well formed; the text says which and why."""


@dataclass(frozen=True)
class Word:
    """A literal word."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A number, kept under `name`."""

    name: str


@dataclass(frozen=True)
class Choice:
    """One of several sequences."""

    options: tuple["Phrase", ...]


@dataclass(frozen=True)
class Phrase:
    """Parts one after the other."""

    parts: tuple["Piece", ...]


Piece = Word | Slot | Choice

Binding = tuple[str, Decimal]
"""Slot name and the number said there."""

_LEX = re.compile(r"<[a-z]+>|[][()|]|[^][()|<>\s]+")
_CLOSING = {"(": ")", "[": "]"}


def compile_template(text: str) -> Phrase:
    """Read a template. Raises TemplateError naming it."""
    tokens = _LEX.findall(text)
    if "".join(tokens) != "".join(text.split()):
        raise TemplateError(f"{text!r}: unreadable")
    options, rest = _options(tokens, text)
    if rest or len(options) != 1:
        raise TemplateError(f"{text!r}: unbalanced brackets, or | outside of them")
    return options[0]


def _options(tokens: list[str], text: str) -> tuple[list[Phrase], list[str]]:
    options: list[Phrase] = []
    parts: list[Piece] = []
    while tokens and tokens[0] not in ")]":
        token, tokens = tokens[0], tokens[1:]
        if token == "|":
            options.append(Phrase(tuple(parts)))
            parts = []
        elif token in _CLOSING:
            inner, tokens = _options(tokens, text)
            if not tokens or tokens[0] != _CLOSING[token]:
                raise TemplateError(f"{text!r}: unbalanced brackets")
            tokens = tokens[1:]
            empty = [Phrase(())] if token == "[" else []
            parts.append(Choice((*empty, *inner)))
        else:
            parts.append(Slot(token[1:-1]) if token[0] == "<" else Word(token))
    return [*options, Phrase(tuple(parts))], tokens


def matches(template: Phrase, words: Sequence[str]) -> Iterator[tuple[Binding, ...]]:
    """Every way in which the template takes all of `words`, with the numbers found."""
    for end, bound in _match(template.parts, words, 0):
        if end == len(words):
            yield bound


def _match(
    parts: Sequence[Piece], words: Sequence[str], start: int
) -> Iterator[tuple[int, tuple[Binding, ...]]]:
    if not parts:
        yield start, ()
        return
    for middle, bound in _match_one(parts[0], words, start):
        for end, more in _match(parts[1:], words, middle):
            yield end, bound + more


def _match_one(
    part: Piece, words: Sequence[str], start: int
) -> Iterator[tuple[int, tuple[Binding, ...]]]:
    if isinstance(part, Word):
        if start < len(words) and words[start] == part.text:
            yield start + 1, ()
    elif isinstance(part, Slot):
        for value, end in numbers_at(words, start):
            yield end, ((part.name, value),)
    else:
        for option in part.options:
            yield from _match(option.parts, words, start)


def expand(
    template: Phrase, numbers: Mapping[str, Iterable[int | Decimal]]
) -> Iterator[tuple[tuple[str, ...], tuple[Binding, ...]]]:
    """Every sentence of the template as words, with the numbers in it.

    `numbers` gives the values to say in each slot.
    """
    return _expand(template.parts, numbers)


def _expand(
    parts: Sequence[Piece], numbers: Mapping[str, Iterable[int | Decimal]]
) -> Iterator[tuple[tuple[str, ...], tuple[Binding, ...]]]:
    if not parts:
        yield (), ()
        return
    for words, bound in _expand_one(parts[0], numbers):
        for more, others in _expand(parts[1:], numbers):
            yield words + more, bound + others


def _expand_one(
    part: Piece, numbers: Mapping[str, Iterable[int | Decimal]]
) -> Iterator[tuple[tuple[str, ...], tuple[Binding, ...]]]:
    if isinstance(part, Word):
        yield (part.text,), ()
    elif isinstance(part, Slot):
        for number in numbers[part.name]:
            yield in_words(number), ((part.name, Decimal(number)),)
    else:
        for option in part.options:
            yield from _expand(option.parts, numbers)
