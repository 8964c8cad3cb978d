"""Numbers as they are said and typed: words to values and back. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

MOST = 300
"""The largest number that has words here."""

ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen".split()
)
"""The words of 0 to 19, each at its own place."""
SCORE_WORDS = ONES[:11]
"""The scores of pain."""
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
_DIGITS = {word: str(value) for value, word in enumerate(ONES[:10])}


def in_words(number: int | Decimal) -> tuple[str, ...]:
    """How a number of 0 to 300 is said ("one hundred and ten", "two point five")."""
    if number % 1:
        tenth = int(number % 1 * 10)
        return (*in_words(int(number)), "point", ONES[tenth])
    number = int(number)
    if number < 20:
        return (ONES[number],)
    if number < 100:
        ten, one = divmod(number, 10)
        return (TENS[ten - 2], *(in_words(one) if one else ()))
    hundred, rest = divmod(number, 100)
    return (ONES[hundred], "hundred", *(("and", *in_words(rest)) if rest else ()))


def _spoken() -> dict[tuple[str, ...], Decimal]:
    table: dict[tuple[str, ...], Decimal] = {}
    for number in range(MOST + 1):
        words, value = in_words(number), Decimal(number)
        table[words] = value
        table[tuple(word for word in words if word != "and")] = value
        if 100 <= number < 200:
            table["a", *words[1:]] = value
    return table


_SPOKEN = _spoken()
_LONGEST = max(map(len, _SPOKEN))


def numbers_at(tokens: Sequence[str], start: int) -> Iterator[tuple[Decimal, int]]:
    """Every number that begins at `start`, each with the index just after it.

    "twenty five" is 25 and also 20 with "five" left over: the caller takes what fits.
    """
    if start < len(tokens) and tokens[start][0] in "0123456789":
        if _is_plain(tokens[start]):
            yield Decimal(tokens[start]), start + 1
        return
    for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1):
        value = _SPOKEN.get(tuple(tokens[start:end]))
        if value is not None:
            yield value, end
            yield from _with_decimals(value, tokens, end)


def _is_plain(token: str) -> bool:
    # "007" and "1.23456" are no answers that a person gives: better asked again than guessed at.
    whole, _, decimals = token.partition(".")
    return len(whole) <= 4 and len(decimals) <= 3 and (whole == "0" or whole[0] != "0")


def _with_decimals(
    value: Decimal, tokens: Sequence[str], point: int
) -> Iterator[tuple[Decimal, int]]:
    if point >= len(tokens) or tokens[point] != "point":
        return
    digits = ""
    for end in range(point + 1, min(point + 3, len(tokens))):
        if tokens[end] not in _DIGITS:
            return
        digits += _DIGITS[tokens[end]]
        yield value + Decimal(f"0.{digits}"), end + 1
