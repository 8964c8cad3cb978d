"""The days of strength work: as many a week as were chosen, whatever the runs (C21). Pure."""

from collections.abc import Callable, Set
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK = range(7)


def strength_days(
    first: date,
    days: int,
    weekdays: Set[int],
    taken: Callable[[date], bool],
    done: Set[date],
) -> frozenset[date]:
    """Those of `days` days from `first`, without what was `done` on other days.

    `weekdays` (0 Monday) are the chosen ones. One that is `taken` by a run moves to the next free
    day that is not beside another; what meets no such day within the week is left out. What was
    done on a day that was not chosen stands for one that was taken before it.
    """
    # A day of the week before may have moved into these.
    start = first - _DAY * len(_WEEK)
    span = [start + _DAY * number for number in range(days + 2 * len(_WEEK))]
    chosen = [day for day in span if day.weekday() in weekdays]
    found = {day for day in chosen if not taken(day)} | {day for day in done if day >= start}
    instead = sorted(day for day in found if day.weekday() not in weekdays)
    for day in chosen:
        if day in found:
            continue
        later = [day + _DAY * number for number in _WEEK[1:]]
        if made := next((each for each in instead if each in later), None):
            instead.remove(made)
            continue
        free = (each for each in later if not taken(each) and each not in found)
        moved = next((each for each in free if found.isdisjoint({each - _DAY, each + _DAY})), None)
        found |= {moved} if moved else set()
    last = first + _DAY * days
    return frozenset(day for day in found if first <= day < last)
