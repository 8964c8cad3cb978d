"""The facts of a comeback, each with its day. Values only; nothing here decides.

Lists are in the order of their days. A fact counts from its day on.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from rules.model import MAX_SCORE, MAX_TOLERATED, Attempt, RulesError

SOFT, BONE = "soft", "bone"
KINDS = (SOFT, BONE)
LADDERS = ("auto", "continuous", "walk_run")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_WEEKS = 520
MAX_MINUTES = 600


@dataclass(frozen=True)
class Run:
    """One attempt and the local day on which it was made."""

    day: date
    attempt: Attempt


@dataclass(frozen=True)
class UsualWeek:
    """The week before the injury: runs, minutes of all of them, and of the longest if told."""

    runs: int
    minutes: int
    longest: int | None = None

    def __post_init__(self) -> None:
        problems = []
        if not 1 <= self.runs <= 14:
            problems.append("runs: expected 1 to 14")
        elif not self.runs <= self.minutes <= 10 * MAX_MINUTES:
            problems.append(f"minutes: expected a minute a run to {10 * MAX_MINUTES}")
        elif self.longest is not None:
            others = self.runs - 1
            if not 1 <= self.longest <= self.minutes - others:
                problems.append("longest: expected to leave a minute for each of the other runs")
        if problems:
            raise RulesError(problems)

    @property
    def goal(self) -> int:
        """Minutes of a run: what the longest leaves for each of the others (C17)."""
        if self.longest is None or self.longest * self.runs <= self.minutes:
            return self.minutes // self.runs
        if self.runs == 1:
            return self.minutes
        return (self.minutes - self.longest) // (self.runs - 1)

    @property
    def long_run(self) -> int | None:
        """Minutes of the longest run, where one stood out."""
        if self.longest is None or self.runs == 1 or self.longest * self.runs <= self.minutes:
            return None
        return self.longest


@dataclass(frozen=True)
class Comeback:
    """An injury and the way back from it, in force from `day` until the next one's.

    `walks` says whether 30 minutes of walking are without pain (None: not told), `not_before` is
    the professional's date.
    """

    day: date
    kind: str = SOFT
    severe: bool = False
    injury_weeks: int = 0
    walks: bool | None = None
    not_before: date | None = None
    usual: UsualWeek | None = None

    @property
    def bone(self) -> bool:
        """Whether it is a bone stress injury: then no pain at all is expected."""
        return self.kind == BONE

    @property
    def hard(self) -> bool:
        """Whether it is an injury that needs more care: severe, or of a bone."""
        return self.severe or self.bone


def _whole(default: int, least: int, most: int) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class PlanSettings:
    """What decides beside the answers; defaults as in `config.example.toml`.

    `red_flag_score` 0 turns the red flags off, `hold` false the holds. `caution_score` and
    `run_days` decide nothing here: they are for the question before a run and for announcing.
    """

    tolerated_score: int = _whole(0, 0, MAX_TOLERATED)
    red_flag_score: int = _whole(7, 0, MAX_SCORE)
    hold: bool = True
    caution_score: int = _whole(4, 1, MAX_SCORE)
    ladder: str = field(default="auto", metadata={"choices": LADDERS})
    start_minutes: int = _whole(20, 1, MAX_MINUTES)
    floor_minutes: int = _whole(5, 1, MAX_MINUTES)
    goal_minutes: int = _whole(45, 1, MAX_MINUTES)
    increase_percent: int = _whole(10, 1, 20)
    drop_percent: int = _whole(25, 10, 90)
    minimum_rest_days: int = _whole(1, 0, 7)
    easy_weeks: int = _whole(6, 4, 52)
    run_days: tuple[str, ...] = field(default=(), metadata={"choices": WEEKDAYS})

    def __post_init__(self) -> None:
        problems = [
            f"{item.name}: expected a whole number {bounds['least']} to {bounds['most']}"
            for item in fields(self)
            if "least" in (bounds := item.metadata)
            and not bounds["least"] <= getattr(self, item.name) <= bounds["most"]
        ]
        if self.ladder not in LADDERS:
            problems.append(f"ladder: expected one of {', '.join(LADDERS)}")
        if not set(self.run_days) <= set(WEEKDAYS):
            problems.append(f"run_days: expected a list of {', '.join(WEEKDAYS)}")
        if not self.floor_minutes <= self.start_minutes <= self.goal_minutes:
            problems.append("start_minutes: expected floor_minutes to goal_minutes")
        # A score that is tolerated and stops everything would mean two things at once (C15).
        if 0 < self.red_flag_score <= self.tolerated_score:
            problems.append("tolerated_score: expected less than red_flag_score")
        if problems:
            raise RulesError(problems)


@dataclass(frozen=True)
class SettingsFact:
    """The settings in force from `day` on."""

    day: date
    settings: PlanSettings


@dataclass(frozen=True)
class Pain:
    """Pain told on any day (C14), a score 0-10; 0 tells of none and changes nothing."""

    day: date
    score: int


@dataclass(frozen=True)
class Pause:
    """Ill or away from `start` to the day before `until`, the first day back (None: not known)."""

    start: date
    until: date | None = None


@dataclass(frozen=True)
class History:
    """All that was told. Days may repeat; the first comeback is in force before its day too.

    `cleared` are the days on which a professional allowed running again.
    """

    comebacks: tuple[Comeback, ...]
    runs: tuple[Run, ...] = ()
    settings: tuple[SettingsFact, ...] = ()
    pains: tuple[Pain, ...] = ()
    pauses: tuple[Pause, ...] = ()
    cleared: tuple[date, ...] = ()
