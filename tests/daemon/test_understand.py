"""Words as events and days."""

from datetime import date

import pytest

from daemon.understand import day_named

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 25)),
        ("Tomorrow.", date(2026, 11, 26)),
        ("yesterday", date(2026, 11, 24)),
        ("on Monday", date(2026, 11, 30)),
        ("wed", date(2026, 12, 2)),
        ("2026-11-30", None),
        ("some day", None),
    ],
)
def test_a_named_day_is_the_next_of_that_name(text: str, day: date | None) -> None:
    assert day_named(text, WEDNESDAY) == day
