"""What is typed behind an option, as argparse takes it."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from daemon.base import clock, typed_amounts, typed_dates

T = TypeVar("T")


def _typed(read: Callable[[str], T]) -> Callable[[str], T]:
    """The same, with what is wrong said by argparse."""

    def reading(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return reading


def _past_day(text: str) -> date:
    try:
        return typed_dates.past_day(text, clock.now())
    except ValueError as error:
        raise ValueError(f"{error}; expected {typed_dates.DAYS}") from None


past_day = _typed(_past_day)
score = _typed(typed_amounts.score)
yes_no = _typed(typed_amounts.yes_no)
minutes = _typed(typed_amounts.minutes)
distance = _typed(typed_amounts.distance)
