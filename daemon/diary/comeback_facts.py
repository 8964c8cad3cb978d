"""Facts about the comeback itself, apart from its runs (docs/rules.md: C1, C2, C13, C14, C20)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from daemon.diary.fact import Fact, OfDay
from daemon.diary.forms import (
    DAY,
    FLAG,
    NUMBER,
    SETTINGS,
    SHORT_TEXT,
    WEEK,
    one_of,
    optional,
    whole,
)
from rules.comeback import (
    BONE,
    MAX_MINUTES,
    MAX_WEEKS,
    SOFT,
    Comeback,
    Pain,
    Pause,
    PlanSettings,
    UsualWeek,
)
from rules.model import MAX_SCORE

# Plans further ahead than that are a slip of the pen.
_AHEAD = timedelta(days=366)


class Injury(StrEnum):
    """What is injured."""

    SOFT = SOFT
    BONE = BONE


class Side(StrEnum):
    """On which side the injury is."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Why(StrEnum):
    """Why there are no runs for a while."""

    ILL = "ill"
    AWAY = "away"


class During(StrEnum):
    """What hurt outside a run: anything, or strength work."""

    DAY = "day"
    STRENGTH = "strength"


@dataclass(frozen=True)
class ComebackBegun(OfDay):
    """An injury, and the way back from it that begins on `day` (C1).

    `cause` is how the runner thinks that it came about, in a run of `cause_minutes`. With
    `corrects` it stands in the place of an earlier one.
    """

    kind, entry, decides = "comeback", True, True

    day: Annotated[date, DAY]
    injury: Annotated[Injury, one_of(Injury)]
    severe: Annotated[bool, FLAG] = False
    injury_weeks: Annotated[int, whole(0, MAX_WEEKS)] = 0
    walks: Annotated[bool | None, optional(FLAG)] = None
    not_before: Annotated[date | None, optional(DAY)] = None
    usual: Annotated[UsualWeek | None, optional(WEEK)] = None
    site: Annotated[str | None, optional(SHORT_TEXT)] = None
    side: Annotated[Side | None, optional(one_of(Side))] = None
    cause: Annotated[str | None, optional(SHORT_TEXT)] = None
    cause_minutes: Annotated[int | None, optional(whole(1, MAX_MINUTES))] = None
    corrects: Annotated[int | None, optional(NUMBER)] = None

    def check(self, at: datetime) -> None:
        super().check(at)
        if self.not_before and self.not_before - at.date() > _AHEAD:
            raise ValueError(f"not_before: {self.not_before} is more than a year ahead")

    @property
    def about(self) -> int | None:
        return self.corrects

    def fits(self, other: object) -> bool:
        return isinstance(other, ComebackBegun)

    @property
    def comeback(self) -> Comeback:
        """What decides of it."""
        return Comeback(
            self.day,
            self.injury,
            self.severe,
            self.injury_weeks,
            self.walks,
            self.not_before,
            self.usual,
        )


@dataclass(frozen=True)
class FirstComeback(ComebackBegun):
    """The comeback with which a diary begins: from `init`, or from the settings of an older one."""

    kind, entry = "first_comeback", False


@dataclass(frozen=True)
class UnreadComeback(ComebackBegun):
    """What stands in the place of one that cannot be read: the most careful there is. Not stored.

    The settings know nothing of most injuries, and would have a stress fracture begin with a run.
    """

    injury: Annotated[Injury, one_of(Injury)] = Injury.BONE
    severe: Annotated[bool, FLAG] = True


@dataclass(frozen=True)
class SettingsChanged(Fact):
    """The settings that decide, from the day on which it is stored (C2)."""

    kind, decides = "settings", True

    settings: Annotated[PlanSettings, SETTINGS]


@dataclass(frozen=True)
class Cleared(OfDay):
    """A professional allowed running again (C13)."""

    kind, entry, decides = "cleared", True, True

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class PainTold(OfDay):
    """Pain outside a run's own questions (C14, C21); a score of 0 tells of none."""

    kind, entry, decides = "pain", True, True

    day: Annotated[date, DAY]
    score: Annotated[int, whole(0, MAX_SCORE)]
    during: Annotated[During, one_of(During)] = During.DAY

    @property
    def pain(self) -> Pain:
        """What decides of it."""
        return Pain(self.day, self.score)


@dataclass(frozen=True)
class PauseBegun(Fact):
    """No runs from `start` to the day before `until`, the first day back (C20)."""

    kind, entry, decides = "pause", True, True

    start: Annotated[date, DAY]
    why: Annotated[Why, one_of(Why)]
    until: Annotated[date | None, optional(DAY)] = None

    def check(self, at: datetime) -> None:
        if self.until is not None and self.until <= self.start:
            raise ValueError(f"until: {self.until} is not after {self.start}")
        for name, day in (("start", self.start), ("until", self.until)):
            if day is not None and abs(day - at.date()) > _AHEAD:
                raise ValueError(f"{name}: {day} is more than a year away")

    @property
    def pause(self) -> Pause:
        """What decides of it."""
        return Pause(self.start, self.until)

    def ended(self, day: date) -> "PauseBegun":
        """The pause, if `day` is the first day back."""
        is_over = day <= self.start or (self.until is not None and self.until <= day)
        return self if is_over else replace(self, until=day)


@dataclass(frozen=True)
class PauseEnded(OfDay):
    """The runner is back, on this day, from whatever pause was on (C20)."""

    kind, entry, decides = "back", True, True

    day: Annotated[date, DAY]


@dataclass(frozen=True)
class RunMoved(OfDay):
    """Told on `day`: the next run is to be on the day `to` (C20)."""

    kind, entry, decides = "moved", True, True

    day: Annotated[date, DAY]
    to: Annotated[date, DAY]

    def check(self, at: datetime) -> None:
        super().check(at)
        if not timedelta(0) <= self.to - self.day <= _AHEAD:
            raise ValueError(f"to: {self.to} is not within a year after {self.day}")


FEW = (
    FirstComeback,
    ComebackBegun,
    SettingsChanged,
    Cleared,
    PainTold,
    PauseBegun,
    PauseEnded,
    RunMoved,
)
"""The kinds of which a life has few, so that they are always read whole."""
