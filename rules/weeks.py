"""Weeks of a comeback: the easy phase (C16) and the usual week as its bound (C17). Pure.

Days are ordinals; day 1 was a Monday, so a week is a number too.
"""

from typing import NamedTuple

from rules.comeback import UsualWeek
from rules.numbers import Numbers

WEEK = 7
_SATURDAY = 5


def weekday(day: int) -> int:
    """0 Monday to 6 Sunday."""
    return (day - 1) % WEEK


def week_of(day: int) -> int:
    """The number of the week, Monday to Sunday, that holds the day."""
    return (day - 1) // WEEK


class Weeks(NamedTuple):
    """What a comeback's weeks held.

    `full` counts the weeks before `week` with enough attempts in time, `in_week` the attempts in
    time of `week`, the last one that has any. `ran` are the last days of any attempt, also of an
    older comeback, `in_time` those in time as far back as they matter.
    """

    full: int = 0
    week: int = 0
    in_week: int = 0
    ran: tuple[int, ...] = ()
    in_time: tuple[int, ...] = ()

    def in_new_comeback(self) -> "Weeks":
        """The weeks begin anew; the body knows of the last days all the same."""
        return Weeks(ran=self.ran)

    def over(self, day: int, least: int) -> int:
        """Weeks over by `day` that held at least so many attempts in time."""
        return self.full + (week_of(day) > self.week and self.in_week >= least)


def after(before: Weeks, day: int, in_time: bool, least: int, numbers: Numbers) -> Weeks:
    """The weeks with one more attempt."""
    ran = _since(before.ran, day - WEEK, day)
    if not in_time:
        return Weeks(before.full, before.week, before.in_week, ran, before.in_time)
    kept = _since(before.in_time, day - WEEK * (numbers.fullest_weeks + 1), day)
    if week_of(day) == before.week:
        return Weeks(before.full, before.week, before.in_week + 1, ran, kept)
    return Weeks(before.over(day, least), week_of(day), 1, ran, kept)


def _since(days: tuple[int, ...], last: int, day: int) -> tuple[int, ...]:
    """The days after `last`, and one more; they are in order."""
    old = 0
    while old < len(days) and days[old] <= last:
        old += 1
    return (*days[old:], day)


def fits(weeks: Weeks, day: int, usual: UsualWeek | None, numbers: Numbers) -> bool:
    """Whether a run on `day` keeps to the usual week.

    Any seven days hold at most its runs, and at most one more than the fullest seven days of the
    four weeks before them (four always may).
    """
    if usual is None:
        return True
    runs = 1 + sum(day - WEEK < each < day for each in weeks.ran)
    if runs > usual.runs:
        return False
    return runs <= numbers.free_runs or runs <= 1 + _fullest(weeks, day - WEEK, numbers)


def _fullest(weeks: Weeks, last: int, numbers: Numbers) -> int:
    """Attempts in time in the fullest seven days of the four weeks that end with `last`."""
    first = last - WEEK * numbers.fullest_weeks + 1
    days = [each for each in weeks.in_time if first <= each <= last]
    return max((sum(day - WEEK < each <= day for each in days) for day in days), default=0)


def is_first_of_weekend(weeks: Weeks, day: int) -> bool:
    """Whether a run on `day` is the first from Saturday on."""
    saturday = day - weekday(day) + _SATURDAY
    return day >= saturday and not any(each >= saturday for each in weeks.ran)
