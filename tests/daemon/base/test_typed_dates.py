"""Days and times as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.typed_dates import past_day, span

# A Wednesday.
NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 3, 4)),
        ("Yesterday 18:00", date(2026, 3, 3)),
        ("yesterday 6pm", date(2026, 3, 3)),
        ("today 17:00", date(2026, 3, 4)),
        ("monday", date(2026, 3, 2)),
        ("mon", date(2026, 3, 2)),
        ("wednesday", date(2026, 2, 25)),
        ("thu 07:15", date(2026, 2, 26)),
        ("3 days ago", date(2026, 3, 1)),
        ("1 day ago 9am", date(2026, 3, 3)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31 18:00", date(2026, 1, 31)),
        ("31.1.2026", date(2026, 1, 31)),
        ("31.1. 18:00", date(2026, 1, 31)),
        ("31 Jan", date(2026, 1, 31)),
        ("January 31st, 2026", date(2026, 1, 31)),
        ("24 december", date(2025, 12, 24)),
        ("4 mar", date(2026, 3, 4)),
        ("5 mar", date(2025, 3, 5)),
        ("last monday", date(2026, 3, 2)),
        ("on tuesday", date(2026, 3, 3)),
        ("a week ago", date(2026, 2, 25)),
        ("2 weeks ago", date(2026, 2, 18)),
        ("the day before yesterday", date(2026, 3, 2)),
    ],
)
def test_a_day_gone_by(text: str, day: date) -> None:
    assert past_day(text, NOW) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "0001-01-01",
        "2016-03-01",
        "18:00",
        "today 17:01",
        "2026-03-05",
        "t",
        "yesterday 25:00",
        "31/01/2026",
        "31.2.",
        "31 foo",
        "0.1.2026",
        "32 jan",
    ],
)
def test_no_day_gone_by(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        past_day(text, NOW)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45m", 45),
        ("45", 45),
        ("2h", 120),
        ("1h30m", 90),
        ("1h30", 90),
        ("2 hours", 120),
        ("90 minutes", 90),
        ("in 1 hour", 60),
        ("for 20 min", 20),
        ("18:00", 60),
        ("until 6pm", 60),
        ("until 16:30", 23 * 60 + 30),
        ("12am", 7 * 60),
        ("2d", 2 * 24 * 60),
        ("1 day 12h", 36 * 60),
        ("3 days", 3 * 24 * 60),
    ],
)
def test_a_length_of_time(text: str, minutes: int) -> None:
    assert span(text, NOW) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "soon", "-30m", "1h2h", "13pm", "until", "until 18", "25:00"])
def test_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        span(text, NOW)


def test_what_is_wrong_is_said_in_the_runner_s_words() -> None:
    with pytest.raises(ValueError, match="tomorrow is in the future"):
        past_day("tomorrow", NOW)
    with pytest.raises(ValueError, match="'foo' is no day"):
        past_day("foo", NOW)


@given(st.text(max_size=12))
def test_anything_else_is_a_value_error(text: str) -> None:
    for read in (past_day, span):
        try:
            read(text, NOW)
        except ValueError:
            continue
