"""What is owed when: a table of cases, and once ever."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.standing import Standing
from daemon.reminders.due import due
from daemon.settings.config import Reminders
from rules.ladder import Target
from rules.plan import State

TIMES = Reminders()
MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
BETWEEN = Standing(State(Target(15), date(2026, 3, 5)), last_day=MONDAY)
RUN_DAY = Standing(State(Target(15), TUESDAY), last_day=date(2026, 2, 28))


def at(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("standing", "clock", "kinds"),
    [
        (RUN_DAY, "07:29", []),
        (RUN_DAY, "07:30", ["run"]),
        (RUN_DAY, "11:00", ["run"]),
        (RUN_DAY, "23:00", []),
        (replace(RUN_DAY, last_day=TUESDAY), "11:00", []),
        (replace(RUN_DAY, skipped_days={TUESDAY}), "11:00", []),
        (replace(RUN_DAY, morning_open=True), "07:00", ["next_day"]),
        (replace(RUN_DAY, morning_open=True), "07:31", ["next_day", "run"]),
        (BETWEEN, "09:00", ["rest"]),
        (BETWEEN, "17:30", ["strength"]),
        (replace(BETWEEN, strength_days={TUESDAY}), "17:30", []),
        (Standing(State(Target(20))), "08:00", ["run"]),
        (Standing(State(Target(20)), date(2026, 3, 9)), "17:30", ["strength"]),
    ],
)
def test_what_is_owed(standing: Standing, clock: str, kinds: list[str]) -> None:
    assert [reminder.kind for reminder in due(at(clock), standing, TIMES)] == kinds


def test_what_was_shown_is_not_owed_again() -> None:
    (first,) = due(at("08:00"), RUN_DAY, TIMES)
    assert due(at("08:01"), replace(RUN_DAY, reminded={first.key}), TIMES) == ()


def test_switched_off_means_none() -> None:
    assert due(at("08:00"), RUN_DAY, replace(TIMES, enabled=False)) == ()


def test_texts_name_the_day_and_the_minutes() -> None:
    assert (
        due(at("09:00"), BETWEEN, TIMES)[0].text == "Rest day. Next run Thursday: 15 minutes easy."
    )


@given(st.lists(st.integers(0, 10 * 24 * 60), min_size=1, max_size=60), st.booleans())
def test_whenever_the_daemon_looks_each_reminder_comes_once(
    minutes: list[int], morning_open: bool
) -> None:
    standing = replace(RUN_DAY, morning_open=morning_open)
    shown: list[str] = []
    for minute in minutes:
        now = at("00:00") + timedelta(minutes=minute)
        owed = due(now, replace(standing, reminded=frozenset(shown)), TIMES)
        shown += [reminder.key for reminder in owed]
    assert len(shown) == len(set(shown))


def test_a_snooze_holds_reminders_back_and_what_is_still_owed_comes_again() -> None:
    shown = {f"{TUESDAY} run"}
    snoozed = replace(RUN_DAY, reminded=shown, snoozed=at("08:30"))
    assert due(at("08:00"), snoozed, TIMES) == ()
    (again,) = due(at("08:30"), snoozed, TIMES)
    assert again.text.startswith("Run day")
    assert due(at("08:31"), replace(snoozed, reminded={*shown, again.key}), TIMES) == ()
    assert due(at("08:31"), replace(snoozed, last_day=TUESDAY), TIMES) == ()


def test_a_snooze_holds_back_what_was_not_shown_yet() -> None:
    snoozed = replace(RUN_DAY, snoozed=at("08:30"))
    assert due(at("07:31"), snoozed, TIMES) == ()
    assert [reminder.key for reminder in due(at("08:31"), snoozed, TIMES)] == [f"{TUESDAY} run"]


def test_a_snooze_from_a_wrong_clock_silences_nothing() -> None:
    assert due(at("08:00"), replace(RUN_DAY, snoozed=at("08:00") + timedelta(days=365)), TIMES)
