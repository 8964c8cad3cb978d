"""Days as people say them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.dates import WEEKDAYS, dated, spoken_day

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "Wednesday"),
        (6, "Sunday"),
        (7, "Monday 9 March"),
        (-2, "Saturday 28 February"),
        (-61, "Wednesday 31 December 2025"),
        (365, "Tuesday 2 March 2027"),
    ],
)
def test_near_days_have_names_of_their_own(ahead: int, said: str) -> None:
    assert spoken_day(MONDAY + timedelta(days=ahead), MONDAY) == said


@given(st.dates(), st.integers(-7, 7))
def test_no_two_days_near_each_other_are_said_alike(today: date, ahead: int) -> None:
    near = [today.toordinal() + days for days in range(-7, 8)]
    days = [date.fromordinal(n) for n in near if 1 <= n <= date.max.toordinal()]
    assert len({spoken_day(day, today) for day in days}) == len(days)


@given(st.dates())
def test_the_weekday_is_the_calendar_s(day: date) -> None:
    assert dated(day, "date.weekday") == f"{day:%A}"
    assert f"{day:%a}".lower() == WEEKDAYS[day.weekday()]
