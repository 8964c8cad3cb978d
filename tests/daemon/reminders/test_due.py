"""What is owed when: a table of cases, and once ever."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.standing import Standing
from daemon.reminders.due import due
from daemon.settings.config import Reminders
from rules.comeback import Pause, PlanSettings
from rules.course import Wishes
from rules.model import Attempt
from tests.daemon.reminders.standings import CLEAR, DROP, RED, standing

TIMES = Reminders()
MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
# A drop on Monday: two days of rest, then Thursday.
BETWEEN = standing((MONDAY, DROP), today=TUESDAY)
SATURDAY = date(2026, 2, 28)
RUN_DAY = standing((SATURDAY, DROP), today=TUESDAY)
RAN = standing((SATURDAY, DROP), (TUESDAY, CLEAR), today=TUESDAY)
HELD = standing((MONDAY, RED), today=TUESDAY)


AWAY = standing((SATURDAY, CLEAR), today=TUESDAY, pauses=[Pause(MONDAY)])


def wishing(standing: Standing, wishes: Wishes) -> Standing:
    return replace(standing, course=replace(standing.course, wishes=wishes))


MOVED = wishing(RUN_DAY, Wishes(moved=date(2026, 3, 5)))


def at(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("standing", "clock", "kinds"),
    [
        (RUN_DAY, "07:29", []),
        (RUN_DAY, "07:30", ["run"]),
        (RUN_DAY, "11:00", ["run"]),
        (RUN_DAY, "23:00", []),
        (RAN, "11:00", []),
        (RAN, "17:30", []),
        (replace(RUN_DAY, skipped_days={TUESDAY}), "11:00", []),
        (replace(RUN_DAY, warm_up=3), "11:00", ["run"]),
        (replace(RUN_DAY, warm_up=4), "11:00", []),
        (replace(RUN_DAY, morning_after=MONDAY), "07:00", ["next_day"]),
        (replace(RUN_DAY, morning_after=MONDAY), "07:31", ["next_day", "run"]),
        (BETWEEN, "09:00", ["rest"]),
        (BETWEEN, "17:30", ["strength"]),
        (replace(BETWEEN, strength_days={TUESDAY}), "17:30", []),
        (standing(today=TUESDAY), "08:00", ["run"]),
        (standing(today=TUESDAY, not_before=date(2026, 3, 9)), "08:00", []),
        (standing(today=TUESDAY, not_before=date(2026, 3, 9)), "17:30", ["strength"]),
        (HELD, "07:30", []),
        (HELD, "09:00", ["hold"]),
        (standing((MONDAY, RED), today=TUESDAY, cleared=[TUESDAY]), "09:00", ["rest"]),
        (MOVED, "07:30", []),
        (MOVED, "09:00", ["rest"]),
        (MOVED, "17:30", ["strength"]),
        (wishing(RUN_DAY, Wishes(run_days=("wed",))), "07:30", []),
        (wishing(RUN_DAY, Wishes(run_days=("tue",))), "07:30", ["run"]),
        (AWAY, "07:30", []),
        (AWAY, "09:00", []),
        (wishing(AWAY, Wishes(away="away")), "17:30", ["strength"]),
        (wishing(AWAY, Wishes(away="ill")), "17:30", []),
    ],
)
def test_what_is_owed(standing: Standing, clock: str, kinds: list[str]) -> None:
    assert [reminder.kind for reminder in due(at(clock), standing, TIMES)] == kinds


def test_the_morning_s_question_names_its_run_and_says_at_last_why_it_is_asked() -> None:
    told = replace(BETWEEN, morning_after=MONDAY)
    at = datetime(2026, 3, 3, 7, tzinfo=UTC)
    (asked,) = (one for one in due(at, told, Reminders()) if one.kind == "next_day")
    assert asked.text == "Any pain today, after Monday's run, zero to ten?"
    untold = Attempt(0, None, 0, None)
    runs = [(MONDAY - timedelta(days=2 * n), untold) for n in (3, 2, 1, 0)]
    told = replace(standing(*runs, today=TUESDAY), morning_after=MONDAY)
    (asked,) = (one for one in due(at, told, Reminders()) if one.kind == "next_day")
    assert asked.text.endswith("the plan cannot let them grow.")


def test_what_was_shown_is_not_owed_again() -> None:
    (first,) = due(at("08:00"), RUN_DAY, TIMES)
    assert due(at("08:01"), replace(RUN_DAY, reminded={first.key}), TIMES) == ()


def test_switched_off_means_none() -> None:
    assert due(at("08:00"), RUN_DAY, replace(TIMES, enabled=False)) == ()


def test_texts_name_the_day_and_the_minutes() -> None:
    assert (
        due(at("09:00"), BETWEEN, TIMES)[0].text == "Rest day. Next run Thursday: 15 minutes easy."
    )


def test_a_run_day_recalls_how_the_injury_came_about() -> None:
    (reminder,) = due(at("08:00"), replace(RUN_DAY, recalled="Mind the hills."), TIMES)
    assert reminder.text.endswith("Mind the hills.")


@given(st.integers(0, 200))
def test_a_hold_asks_and_no_run_is_reminded_of_however_long_it_lasts(days: int) -> None:
    for clock in ("07:30", "09:00", "17:30"):
        owed = due(at(clock, TUESDAY + timedelta(days=days)), HELD, TIMES)
        assert "run" not in [reminder.kind for reminder in owed]
        if clock == "09:00":
            assert owed[0].text == (
                "Running is on hold. Have you talked to Dr. Bones, and may you run again?"
            )


def test_nobody_is_asked_for_a_yes_on_the_day_of_the_pain() -> None:
    """A yes of that day would be refused."""
    assert due(at("09:00", MONDAY), standing((MONDAY, RED), today=MONDAY), TIMES) == ()


def test_without_holds_there_is_the_advice_alone() -> None:
    settings = PlanSettings(hold=False)
    advised = standing((MONDAY, RED), today=TUESDAY, settings=settings)
    (reminder,) = due(at("09:00"), advised, TIMES)
    assert reminder.kind == "advice"


def test_months_without_running_begin_gently_and_are_said_with_their_date() -> None:
    """It was: "a run was due Friday 9 January: 24 minutes, whenever you are ready"."""
    told = standing((date(2026, 1, 9), CLEAR), today=date(2026, 5, 8))
    (reminder,) = due(at("07:30", date(2026, 5, 8)), told, TIMES)
    assert reminder.text == (
        "Your last run was on 9 January 2026. After 17 weeks we begin gently: 20 minutes easy."
    )


@given(st.lists(st.integers(0, 10 * 24 * 60), min_size=1, max_size=60), st.booleans())
def test_whenever_the_daemon_looks_each_reminder_comes_once(
    minutes: list[int], morning_open: bool
) -> None:
    standing = replace(RUN_DAY, morning_after=MONDAY if morning_open else None)
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
    assert due(at("08:31"), replace(RAN, reminded=shown, snoozed=at("08:30")), TIMES) == ()


def test_a_snooze_holds_back_what_was_not_shown_yet() -> None:
    snoozed = replace(RUN_DAY, snoozed=at("08:30"))
    assert due(at("07:31"), snoozed, TIMES) == ()
    assert [reminder.key for reminder in due(at("08:31"), snoozed, TIMES)] == [f"{TUESDAY} run"]


def test_a_snooze_from_a_wrong_clock_silences_nothing() -> None:
    assert due(at("08:00"), replace(RUN_DAY, snoozed=at("08:00") + timedelta(days=365)), TIMES)
