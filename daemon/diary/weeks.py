"""What was run in each week, as it was told: planned minutes are none. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from rules.comeback import Run
from rules.model import Distance


@dataclass(frozen=True)
class Week:
    """From Monday on: its runs, and the minutes and metres that were told of them.

    `untold` runs have no minutes.
    """

    monday: date
    runs: int
    minutes: int
    metres: Decimal
    untold: int

    def distance(self, unit: str) -> Distance | None:
        """How far it was, to a tenth of the unit; None where nothing was told."""
        return in_unit(Distance(self.metres / 1000, "km"), unit, "0.1") if self.metres else None


def weeks_of(runs: Iterable[Run]) -> tuple[Week, ...]:
    """Every week with a run, the oldest first."""
    weeks: dict[date, list[Run]] = {}
    for run in runs:
        weeks.setdefault(run.day - timedelta(days=run.day.weekday()), []).append(run)
    return tuple(_week(monday, weeks[monday]) for monday in sorted(weeks))


def _week(monday: date, runs: list[Run]) -> Week:
    attempts = [run.attempt for run in runs]
    minutes = [attempt.minutes for attempt in attempts if attempt.minutes is not None]
    metres = [attempt.distance.metres for attempt in attempts if attempt.distance]
    untold = len(runs) - len(minutes)
    return Week(monday, len(runs), math.floor(sum(minutes) + 0.5), sum(metres, Decimal(0)), untold)


def in_unit(distance: Distance, unit: str, exact: str = "0.01") -> Distance:
    """The same distance in the runner's unit; one that was told in it stays as it was told."""
    if distance.unit == unit:
        value = distance.value
    else:
        value = distance.metres / Distance(Decimal(1), unit).metres
    rounded = value.quantize(Decimal(exact), ROUND_HALF_UP)
    return Distance(rounded.normalize() + 0, unit)
