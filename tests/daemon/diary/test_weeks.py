"""Weeks with their totals: what was told, in the runner's unit."""

from datetime import date
from decimal import Decimal

from daemon.diary.weeks import in_unit, weeks_of
from rules.comeback import Run
from rules.model import Attempt, Distance

KM, MILES = Distance(Decimal(5), "km"), Distance(Decimal("3.1"), "mi")
# A Sunday and the Monday after it.
SUNDAY, MONDAY = date(2026, 3, 1), date(2026, 3, 2)


def test_the_totals_are_of_what_was_told_and_a_week_begins_on_monday() -> None:
    runs = [
        Run(SUNDAY, Attempt(minutes=30, distance=KM)),
        Run(MONDAY, Attempt(minutes=20.5, distance=MILES)),
        Run(MONDAY, Attempt(minutes=10)),
        Run(date(2026, 3, 8), Attempt()),
    ]
    first, second = weeks_of(runs)
    assert (first.monday, first.runs, first.minutes) == (date(2026, 2, 23), 1, 30)
    assert (second.monday, second.runs, second.minutes, second.untold) == (MONDAY, 3, 31, 1)
    assert second.distance("km") == Distance(Decimal("5.0"), "km")
    assert second.distance("mi") == Distance(Decimal("3.1"), "mi")
    assert weeks_of([Run(MONDAY, Attempt())])[0].distance("km") is None


def test_a_distance_is_shown_in_the_runner_s_unit() -> None:
    assert in_unit(KM, "km") == KM
    assert in_unit(KM, "mi") == Distance(Decimal("3.11"), "mi")
    assert str(in_unit(Distance(Decimal(20), "km"), "km").value) == "20"
