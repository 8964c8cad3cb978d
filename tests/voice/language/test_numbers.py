"""Numbers to words and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.language.numbers import MOST, in_words, numbers_at


@given(st.integers(0, MOST))
def test_every_number_is_heard_as_it_is_said(number: int) -> None:
    words = in_words(number)
    assert (Decimal(number), len(words)) in numbers_at(words, 0)
    without = [word for word in words if word != "and"]
    assert (Decimal(number), len(without)) in numbers_at(without, 0)


@given(st.integers(0, MOST), st.integers(1, 9))
def test_tenths_too(number: int, tenth: int) -> None:
    value = Decimal(number) + Decimal(tenth) / 10
    words = in_words(value)
    assert (value, len(words)) in numbers_at(words, 0)


def test_no_two_numbers_are_said_alike() -> None:
    assert len({in_words(number) for number in range(MOST + 1)}) == MOST + 1


@given(st.lists(st.sampled_from([*in_words(125), "point", "a", "miles", "7", "0.5"]), max_size=6))
def test_what_is_left_over_is_the_caller_s(tokens: list[str]) -> None:
    for start in range(len(tokens)):
        for value, end in numbers_at(tokens, start):
            assert start < end <= len(tokens)
            assert value >= 0


@pytest.mark.parametrize("token", ["007", "1.23456", "12345"])
def test_what_nobody_types_is_not_guessed_at(token: str) -> None:
    assert not list(numbers_at([token], 0))
