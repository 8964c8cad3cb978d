"""Clocks that misbehave, on virtual time: every reminder comes once, and none is lost.

A timeline is what a wall clock shows, minute by minute, in a real time zone; at every minute that
the machine is awake the daemon may look. What is shown is remembered as the store remembers it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from daemon.diary.standing import Standing
from daemon.reminders.due import due, next_due
from daemon.settings.config import Reminders
from rules.comeback import PlanSettings
from rules.model import Attempt
from tests.daemon.reminders.standings import CLEAR, DROP, standing

MINUTE = timedelta(minutes=1)
# A run was due long ago: each day owes the reminder of a run, and no other.
STANDING = standing((date(2025, 12, 28), CLEAR), today=date(2026, 1, 1))
ANY_TIME = replace(Reminders(), quiet_from="00:00", quiet_until="00:00")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")


@dataclass
class Runner:
    """Who is reminded; `shown` are keys with the wall time at which they came."""

    times: Reminders = ANY_TIME
    standing: Standing = STANDING
    shown: dict[str, datetime] = field(default_factory=dict)

    def look(self, now: datetime) -> None:
        standing = replace(self.standing, reminded=self.shown.keys())
        for reminder in due(now, standing, self.times):
            assert reminder.key not in self.shown
            self.shown[reminder.key] = now

    def came(self) -> list[str]:
        return [f"{at:%d %H:%M}" for at in self.shown.values()]


def clock(zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every minute from one instant to another, as a clock in this zone shows it."""
    while start < end:
        yield start.astimezone(ZoneInfo(zone))
        start += MINUTE


def changes(zone: str) -> Iterator[datetime]:
    """The instants of this year at which the zone's offset changes."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year == 2026:
        after = at + timedelta(minutes=30)
        if (
            at.astimezone(ZoneInfo(zone)).utcoffset()
            != after.astimezone(ZoneInfo(zone)).utcoffset()
        ):
            yield after
        at = after


CHANGES = [(zone, at) for zone in ZONES for at in changes(zone)]


def test_the_zones_change_twice_a_year_and_one_by_half_an_hour() -> None:
    assert [zone for zone, _ in CHANGES] == [zone for zone in ZONES for _ in range(2)]
    steps = set()
    for zone, at in CHANGES:
        before, after = ((at - n * MINUTE).astimezone(ZoneInfo(zone)) for n in (60, 0))
        offsets = before.utcoffset(), after.utcoffset()
        assert offsets[0] is not None
        assert offsets[1] is not None
        steps.add(offsets[1] - offsets[0])
    hour, half = timedelta(hours=1), timedelta(minutes=30)
    assert steps == {hour, -hour, half, -half}


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("at", ["01:45", "02:15", "02:30", "03:00"])
def test_summer_time_begins_and_ends(zone: str, change: datetime, at: str) -> None:
    runner = Runner(replace(ANY_TIME, run=at))
    start = change.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0) - timedelta(days=1)
    minutes = list(clock(zone, start.astimezone(UTC), start.astimezone(UTC) + timedelta(days=3)))
    for now in minutes:
        runner.look(now)
    first, *_ = minutes
    days = [(first + timedelta(days=n)).date() for n in range(3)]
    assert list(runner.shown) == [f"{day} run" for day in days]
    for day, came in zip(days, runner.shown.values(), strict=True):
        # At its time, or where the clock skips that time, with the first minute after the gap.
        same_day = [now for now in minutes if now.date() == day and f"{now:%H:%M}" >= at]
        assert came == min(same_day)


@pytest.mark.parametrize(
    ("legs", "came"),
    [
        # Berlin to New York in the morning: half past seven comes twice, the reminder does not.
        ([("Europe/Berlin", 0, 9), ("America/New_York", 9, 48)], ["02 07:30", "03 07:30"]),
        # Berlin to Tokyo before the reminder's time: it is past there, and still of use.
        ([("Europe/Berlin", 0, 5), ("Asia/Tokyo", 5, 40)], ["02 14:00", "03 07:30"]),
        # Westward over the date line: the second of March goes on, and is not reminded of anew.
        (
            [("Pacific/Auckland", -36, 0), ("Pacific/Honolulu", 0, 48)],
            ["01 07:30", "02 07:30", "03 07:30"],
        ),
        # Eastward over it: half of the second is skipped; of the third half past seven is past.
        (
            [("Pacific/Honolulu", 6, 26), ("Pacific/Auckland", 26, 44)],
            ["02 07:30", "03 15:00", "04 07:30"],
        ),
    ],
)
def test_a_flight(legs: list[tuple[str, int, int]], came: list[str]) -> None:
    runner = Runner()
    zero = datetime(2026, 3, 2, tzinfo=UTC)
    for zone, start, end in legs:
        for now in clock(zone, zero + timedelta(hours=start), zero + timedelta(hours=end)):
            runner.look(now)
    assert runner.came() == came


@pytest.mark.parametrize(
    ("mornings", "wakes", "came"),
    [
        (1, "11:00", ["02 07:30", "03 11:00", "04 07:30"]),
        (1, "19:30", ["02 07:30", "03 19:30", "04 07:30"]),
        # Half a day late it is of no use any more, and the next morning is as ever.
        (1, "19:31", ["02 07:30", "04 07:30"]),
        (5, "11:00", ["02 07:30", "07 11:00", "08 07:30"]),
        (5, "07:29", ["02 07:30", "07 07:30", "08 07:30"]),
        (5, "23:00", ["02 07:30", "08 07:30"]),
    ],
)
def test_a_suspend_over_mornings(mornings: int, wakes: str, came: list[str]) -> None:
    runner = Runner()
    start = datetime(2026, 3, 2, tzinfo=UTC)
    sleeps = datetime(2026, 3, 2, 22, tzinfo=UTC)
    wake = datetime.fromisoformat(f"2026-03-{2 + mornings:02} {wakes}+00:00")
    for now in (
        *clock("UTC", start, sleeps),
        *clock("UTC", wake, wake + timedelta(days=1, hours=8)),
    ):
        runner.look(now)
    assert runner.came()[: len(came)] == came


def test_a_clock_stepped_back_an_hour_repeats_nothing() -> None:
    runner = Runner()
    start = datetime(2026, 3, 2, 7, tzinfo=UTC)
    for now in clock("UTC", start, start + timedelta(hours=1)):
        runner.look(now)
    for now in clock("UTC", start, start + timedelta(hours=3)):
        runner.look(now)
    assert runner.came() == ["02 07:30"]


@pytest.mark.parametrize("at", ["05:59", "22:00", "23:30", "02:00"])
def test_quiet_hours_hold_back_what_comes_after_them(at: str) -> None:
    runner = Runner(replace(Reminders(), run=at))
    start = datetime(2026, 3, 2, tzinfo=UTC)
    for now in clock("UTC", start, start + timedelta(days=1)):
        runner.look(now)
    # What is due in the evening's quiet hours has no use on the day after.
    assert runner.came() == (["02 06:00"] if at < "06:00" else [])


def whole_days(days: int) -> Iterable[datetime]:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    return clock("UTC", start, start + timedelta(days=days))


def test_all_kinds_over_a_week_that_stays_unanswered() -> None:
    """A run on Monday the second; its morning's question stays open."""
    monday = date(2026, 3, 2)
    told = standing((monday, DROP), today=monday)
    runner = Runner(Reminders(), replace(told, morning_after=monday))
    for now in whole_days(5):
        if now.date() > date(2026, 3, 2):
            runner.look(now)
    assert [f"{at:%a %H:%M} {key[11:]}" for key, at in runner.shown.items()] == [
        "Tue 07:00 next_day",
        "Tue 09:00 rest",
        "Tue 17:30 strength",
        "Wed 07:00 next_day",
        "Wed 09:00 rest",
        "Thu 07:00 next_day",
        "Thu 07:30 run",
        "Fri 07:00 next_day",
        "Fri 07:30 run",
    ]


def test_a_red_flag_makes_the_rest_day_an_advice_once_more() -> None:
    monday, settings = date(2026, 3, 2), PlanSettings(hold=False)
    sore, red = (Attempt(3, False, 3, score) for score in (0, 8))
    # Both rest until Thursday.
    calm = standing((monday, sore), today=monday, settings=settings)
    advised = standing((monday, red), today=monday, settings=settings)
    runner = Runner(Reminders(), calm)
    for now in whole_days(3):
        if now.date() > monday:
            # On Tuesday at ten the runner tells a score of eight.
            told = now >= datetime(2026, 3, 3, 10, tzinfo=UTC)
            runner.standing = advised if told else calm
            runner.look(now)
    came = [f"{at:%a %H:%M} {key[11:]}" for key, at in runner.shown.items()]
    assert came == ["Tue 09:00 rest", "Tue 10:00 advice", "Tue 17:30 strength", "Wed 09:00 advice"]


@pytest.mark.parametrize(
    ("last", "came"),
    [
        # Two runs in each of four weeks, the last one on a Saturday: easy until Sunday.
        (date(2026, 2, 28), ["02 07:30"]),
        (date(2026, 2, 21), ["02 07:30"]),
        # Two weeks after the last easy run it is no news any more: a diary imported, for one.
        (date(2026, 2, 14), []),
        # The fourth week is not over.
        (date(2026, 3, 5), []),
    ],
)
def test_the_end_of_the_easy_weeks_is_told_once(last: date, came: list[str]) -> None:
    days = [last - timedelta(days=7 * week + back) for week in (3, 2, 1, 0) for back in (2, 0)]
    easy = PlanSettings(easy_weeks=4)
    told = standing(*((day, CLEAR) for day in days), today=last, settings=easy)
    runner = Runner(Reminders(), told)
    for now in whole_days(4):
        runner.look(now)
    ends = [f"{at:%d %H:%M}" for key, at in runner.shown.items() if "easy_end" in key]
    assert ends == came


def test_pain_of_every_morning_never_ends_the_easy_weeks() -> None:
    """It was: pain of 6 every morning, and then "the easy weeks are over"."""
    days = [date(2026, 1, 5) + timedelta(days=3 * number) for number in range(19)]
    easy = PlanSettings(easy_weeks=4)
    sore = Attempt(0, None, 0, 6)
    told = standing(*((day, sore) for day in days), today=days[-1], settings=easy)
    runner = Runner(Reminders(), told)
    for now in whole_days(4):
        runner.look(now)
    assert not [key for key in runner.shown if "easy_end" in key]


def test_the_next_time_to_look_is_told() -> None:
    now = datetime(2026, 3, 2, 7, 10).astimezone()
    assert next_due(now, Reminders(), None) == now.replace(hour=7, minute=30)
    late = now.replace(hour=23)
    assert next_due(late, Reminders(), None) == late.replace(minute=0) + timedelta(hours=8)
    assert next_due(now, Reminders(), now + MINUTE) == now + MINUTE
    assert next_due(now, replace(Reminders(), enabled=False), None) is None
