"""A run as a watch saw it, whatever wrote its file. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from rules.model import Distance

# Slower than that, in metres a second, somebody stands: a kilometre an hour.
_STANDING = 1 / 3.6
# Of the time without a place, as the first minute before a watch knows where it is, so much (of the
# time with one) is taken to have gone on at the pace of the rest.
_WITHOUT_PLACE = 0.1
# Sports that are surely no run, by what their names hold in the languages of watches. What is in no
# such list may be a run: "run", "9", "Laufen", "trail_running", "unknown".
_OTHER_SPORTS = re.compile(
    r"""
    ^1$ | bik | c[iy][ck] | (?<![a-z])(ride|riding) | v[eé]lo | rad(fahr|sport|eln) | fiets
    | swim | schwimm | nata | nuoto | zwem | row | ruder | (?<![a-z])ski | skat | snowb | langlauf
    | yoga | pilates | strength | kraft | weight | gym | elliptical | stair | inline
    | kayak | kanu | canoe | paddl | surf | sail | segel | boat
    | golf | tennis | soccer | football | fußball | basketball | climb | kletter | box
    | driv | motor | flying | horse | hunt | fishing | raft | snowsho | transition
    """,
    re.VERBOSE | re.IGNORECASE,
)
# No run of this distance in metres or more was ever faster, in metres a second: the men's world
# records over 100 m (9.58 s), 1000 m (2:11.96), 5000 m (12:35.36), 10 000 m (26:11.00) and the
# marathon (2:00:35), as of 2025.
_RECORDS = ((0, 10.44), (1000, 7.58), (5000, 6.62), (10_000, 6.37), (42_195, 5.84))
_SHORTEST_MINUTES = 1


class Sample(NamedTuple):
    """Where a runner was: seconds since some moment, and metres run up to then, if known."""

    seconds: float
    metres: float | None


@dataclass(frozen=True)
class Activity:
    """`start` is aware; `minutes` are without its pauses; what the file does not tell is None.

    `local` is the day by the watch's own clock, where the file tells it.
    """

    start: datetime
    minutes: float | None = None
    metres: float | None = None
    sport: str = ""
    local: date | None = None

    @property
    def day(self) -> date:
        """The day of the run: the watch's own, else that of this computer's clock."""
        return self.local or self.start.astimezone().date()

    @property
    def on_foot(self) -> bool:
        """Whether it may be a run: only what surely is another sport is none."""
        return not _OTHER_SPORTS.search(self.sport)

    @property
    def too_short(self) -> bool:
        """Whether nobody would call it a run."""
        return self.minutes is not None and self.minutes < _SHORTEST_MINUTES

    @property
    def too_fast(self) -> bool:
        """Whether it is faster than any run ever was."""
        if not self.minutes or not self.metres:
            return False
        fastest = next(speed for far, speed in reversed(_RECORDS) if self.metres >= far)
        return self.metres / (self.minutes * 60) > fastest

    def answers(self, unit: str) -> dict[str, Any]:
        """What it answers of an attempt, as JSON values: minutes to 0.1, distance to 0.01."""
        told: dict[str, Any] = {}
        if self.minutes:
            told["minutes"] = round(self.minutes, 1)
        if self.metres:
            one = Distance(Decimal(1), unit).metres
            told["distance"] = {"value": round(self.metres / float(one), 2), "unit": unit}
        return told


def begun(start: datetime) -> tuple[datetime, date | None]:
    """A start as a file writes it, made aware, and its local day where it tells an offset.

    Watches write UTC; a time without a zone is taken for one.
    """
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    return start, start.date() if start.utcoffset() else None


def measured(samples: Iterable[Sample]) -> tuple[float, float | None]:
    """Seconds in motion and metres of one stretch; the metres are None where none are known.

    The samples may stand in any order. Between those that have a place, the line counts; before the
    first and after the last one a little time goes on at the pace of the rest.
    """
    ordered = sorted(samples, key=lambda sample: sample.seconds)
    if len(ordered) < 2:
        return 0.0, None
    whole = ordered[-1].seconds - ordered[0].seconds
    placed = [sample for sample in ordered if sample.metres is not None]
    if len(placed) < 2:
        return whole, None
    moving = list(_moving(placed))
    seconds, metres = sum(each.seconds for each in moving), sum(each.metres or 0 for each in moving)
    without = whole - (placed[-1].seconds - placed[0].seconds)
    if 0 < without <= _WITHOUT_PLACE * seconds:
        return seconds + without, metres * (seconds + without) / seconds
    return seconds, metres


def _moving(placed: Sequence[Sample]) -> Iterator[Sample]:
    """The seconds and metres of each line between two places that is no standing still."""
    for one, other in pairwise(placed):
        seconds = other.seconds - one.seconds
        metres = (other.metres or 0) - (one.metres or 0)
        if seconds > 0 and metres > seconds * _STANDING:
            yield Sample(seconds, metres)
