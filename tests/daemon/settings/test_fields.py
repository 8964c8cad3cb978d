"""What the keys of settings and requests take."""

from dataclasses import fields
from enum import StrEnum
from typing import Any

import pytest

from daemon.settings.config import Config
from daemon.settings.fields import (
    DAY_OR_EMPTY,
    DAYS,
    FLAG,
    TEXT,
    TIME,
    Check,
    checks,
    line,
    one_of,
    whole,
)


class Fruit(StrEnum):
    FIG = "fig"
    PEAR = "pear"


@pytest.mark.parametrize(
    ("check", "good", "bad", "expected"),
    [
        (whole(1, 3), [1, 3], [0, 4, True, 2.0, "2", None], "a whole number 1 to 3"),
        (whole(0), [0, 2**53], [-1, 2**53 + 1, False], "a whole number"),
        (whole(1), [1], [0], "a whole number from 1"),
        (FLAG, [True, False], [0, "true", None], "true or false"),
        (one_of(Fruit), ["fig", Fruit.PEAR], ["FIG", "", 1, [], ["fig"]], "one of fig, pear"),
        (line(3, "x", least=1), ["a", "abc"], ["", "abcd", "a\n", "\ud800", 1], "x"),
        (TEXT, ["", "Zoë"], ["a\tb", "x" * 201], "one line of text"),
        (TIME, ["07:30", "23:59"], ["7:30", "24:00", "07:30:00", 730], "a time of day"),
        (DAY_OR_EMPTY, ["", "2026-01-31"], ["2026-02-30", "20260131", 1], "a day like"),
        (DAYS, [[], ["mon"], ("tue", "fri")], ["mon", ["monday"], [1]], "a list of mon, tue"),
    ],
)
def test_it_takes_what_it_says(
    check: Check, good: list[Any], bad: list[Any], expected: str
) -> None:
    assert all(check.takes(value) for value in good)
    assert not any(check.takes(value) for value in bad)
    assert check.expected.startswith(expected)


def test_what_is_read_is_of_the_type_that_the_program_uses() -> None:
    assert one_of(Fruit).read("fig") is Fruit.FIG
    assert DAYS.read(["mon"]) == ("mon",)


def test_every_default_is_one_that_could_be_written() -> None:
    for section in fields(Config):
        values = getattr(Config(), section.name)
        if not isinstance(values, tuple):
            for name, (_, check) in checks(type(values)).items():
                assert check.takes(getattr(values, name)), (section.name, name)
