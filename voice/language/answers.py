"""What a runner's words mean, spoken or typed. Pure; not understood is None, never a guess."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import TypedDict

from voice.language.kinds import Kind
from voice.language.phrases import Row, Section, shipped
from voice.language.templates import Binding, expand, matches

UNKNOWN = "[unk]"
"""The recogniser's word for speech that is none of the phrases."""

_LONGEST = 160
_HALF = Decimal("0.5")
_WEIGHTS = {"n": 1, "h": 60}
_PICK: dict[str | None, Callable[[list[Decimal]], Decimal]] = {
    None: lambda numbers: sum(numbers, Decimal(0)),
    "highest": max,
    "last": lambda numbers: numbers[-1],
}
_TOKEN = re.compile(r"\[unk]|[0-9]+(?:\.[0-9]+)?|[^\W\d_]+(?:'[^\W\d_]+)*|\S")
_PAUSES = re.compile(r"[.!;:…]+(?=\s|$)|,(?![0-9])|(?<=\w)\?(?=\s|$)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


class SpokenDistance(TypedDict):
    """How far, in the unit it was said in."""

    value: int | float
    unit: str


Value = int | float | bool | str | SpokenDistance
"""score: int 0-10. yesno: bool. command, day: its name. minutes: number 0-300."""


def parse(kind: Kind | str, text: str) -> Value | None:
    """The one meaning of `text` as an answer of this kind, None where there is none or several."""
    words = _words(text)
    if not words or len(text) > _LONGEST:
        return None
    return _parse(Kind(kind), words)


def interrupt(text: str) -> str | None:
    """The command in `text` that works at any question (stop, ouch, help, repeat), else None."""
    value = parse(Kind.COMMAND, text)
    return value if isinstance(value, str) and value in shipped().interrupts else None


def hint(kind: Kind | str) -> str:
    """A sentence that tells the runner how to answer."""
    return _section(Kind(kind)).hint


def grammar(kind: Kind | str, knows: Callable[[str], bool] = lambda word: True) -> list[str]:
    """What the microphone listens for at such a question: phrases, interrupts and [unk].

    `knows` tells whether the recogniser has a word; phrases with another word are left out.
    """
    phrases = [*(sentence for sentence, _ in listened_for(kind)), *shipped().interrupts]
    known = (phrase for phrase in phrases if all(map(knows, phrase.split())))
    return [*dict.fromkeys(known), UNKNOWN]


def listened_for(kind: Kind | str) -> Iterator[tuple[str, Value]]:
    """Every phrase the microphone listens for, with what its row of the table says it means."""
    kind = Kind(kind)
    for row in _section(kind).rows:
        if row.ears:
            yield from _expand(kind, row, row.ears)


def sentences(kind: Kind | str) -> Iterator[str]:
    """Every accepted sentence, numbers in words; those with a correction by a few examples."""
    yield from (sentence for sentence, _ in meanings(kind))


def meanings(kind: Kind | str) -> Iterator[tuple[str, Value]]:
    """Every accepted sentence with what its row of the table says it means."""
    kind = Kind(kind)
    section = _section(kind)
    for row in section.rows:
        yield from _expand(kind, row, range(section.least, section.most + 1))
    if kind in shipped().corrected:
        plain = [*_expand(kind, section.rows[0], range(1, 11, 4))]
        for correction in shipped().corrections:
            for first, _ in plain:
                yield from ((" ".join((first, *correction, last)), value) for last, value in plain)


def _section(kind: Kind) -> Section:
    return shipped().sections[kind]


def _expand(kind: Kind, row: Row, numbers: Iterable[int | Decimal]) -> Iterator[tuple[str, Value]]:
    for template in row.say:
        for words, bound in expand(template, {"n": numbers, "h": range(2, 6)}):
            # A template can say more than there is to mean: "ten and a half" is no score.
            value = _meaning(kind, row, bound)
            if value is not None:
                yield " ".join(words), value


def _words(text: str) -> tuple[str, ...]:
    plain = text.casefold().replace("\u2019", "'").replace("\u2013", "-")
    tokens = _TOKEN.findall(_PAUSES.sub(" ", _HYPHEN.sub(" ", plain)))
    return tuple(token for token in tokens if token not in shipped().fillers)


def _parse(kind: Kind, words: Sequence[str]) -> Value | None:
    found = [*_direct(kind, words), *_corrected(kind, words)]
    if not found:
        found = [*_hedged(kind, words)]
    return found[0] if found and all(value == found[0] for value in found) else None


def _direct(kind: Kind, words: Sequence[str]) -> Iterator[Value]:
    for row in _section(kind).rows:
        for template in row.say:
            for bound in matches(template, words):
                value = _meaning(kind, row, bound)
                if value is not None:
                    yield value


def _hedged(kind: Kind, words: Sequence[str]) -> Iterator[Value]:
    """What is left without a hedge at its beginning or end."""
    if kind not in shipped().hedged:
        return
    for hedge in shipped().hedges:
        count = len(hedge)
        ends = (words[:count], words[count:]), (words[-count:], words[:-count])
        for end, rest in ends:
            value = _parse(kind, rest) if rest and tuple(end) == hedge else None
            if value is not None:
                yield value


def _corrected(kind: Kind, words: Sequence[str]) -> Iterator[Value]:
    if kind not in shipped().corrected:
        return
    for start in range(1, len(words)):
        for correction in shipped().corrections:
            end = start + len(correction)
            if tuple(words[start:end]) == correction and any(_direct(kind, words[:start])):
                last = _parse(kind, words[end:])
                if last is not None:
                    yield last


def _meaning(kind: Kind, row: Row, bound: Sequence[Binding]) -> Value | None:
    if isinstance(row.value, bool | str):
        return row.value
    numbers = [value * _WEIGHTS[name] for name, value in bound]
    number = Decimal(row.value if row.value is not None else _PICK[row.pick](numbers))
    number = number * row.times + row.plus
    if kind is Kind.SCORE:
        # Halves go to the worse side; other fractions are asked again.
        number = number.to_integral_value(ROUND_CEILING) if number % 1 == _HALF else number
        if number % 1:
            return None
    section = _section(kind)
    if not section.least <= number <= section.most:
        return None
    plain = int(number) if number == int(number) else float(number)
    return SpokenDistance(value=plain, unit=row.unit) if row.unit else plain
