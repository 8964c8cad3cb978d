"""Ladders: what the next run is, from what this one was and what was decided."""

from dataclasses import dataclass
from typing import Protocol

from rules.model import Load, RulesError

# Run and walk minutes of each stage of the walk/run ladder, within its 30 minutes: ours, after the
# published ladders for bone stress injuries (docs/rules.md).
STAGES = ((1, 4), (2, 3), (3, 2), (4, 1), (6, 1), (8, 2), (10, 1), (30, 0))
STAGE_MINUTES = 30
# Clear attempts that a stage asks for before the next one.
CLEAR_A_STAGE = 2


@dataclass(frozen=True)
class Target:
    """What one run should be. `stage` is an index into STAGES, None for a continuous run.

    `clear` counts the clear attempts made on the stage.
    """

    minutes: int
    stage: int | None = None
    clear: int = 0


class Progression(Protocol):
    """How runs grow and shrink."""

    def first(self) -> Target:
        """The first run."""

    def after(self, target: Target, minutes: float | None, load: Load) -> Target:
        """The run after one of this target, of which `minutes` were run (None: not told)."""


@dataclass(frozen=True)
class Ladder:
    """Continuous running: bounds and steps, in minutes and per cent.

    The percentages are ours: trials found no protection in 10 % itself, so they may be changed
    within bounds that stay safe (increase at most 20, drop at least 10).
    """

    floor: int = 5
    goal: int = 45
    increase_percent: int = 10
    drop_percent: int = 25
    start: int = 20

    def __post_init__(self) -> None:
        problems = []
        if not 1 <= self.increase_percent <= 20:
            problems.append("increase_percent: expected 1 to 20")
        if not 10 <= self.drop_percent <= 90:
            problems.append("drop_percent: expected 10 to 90")
        if not 1 <= self.floor <= self.goal <= 600:
            problems.append("floor, goal: expected 1 <= floor <= goal <= 600 minutes")
        if problems:
            raise RulesError(problems)

    def first(self) -> Target:
        """The run to start with."""
        return Target(self.start)

    def after(self, target: Target, minutes: float | None, load: Load) -> Target:
        """A run cut short counts as what was run; a longer one does not raise the next target."""
        done = target.minutes if minutes is None else min(target.minutes, int(minutes))
        return Target(next_minutes(done, load, self))


@dataclass(frozen=True)
class WalkRun:
    """Half an hour of walking and running in turn, the running growing stage by stage."""

    def first(self) -> Target:
        """The lowest stage."""
        return Target(STAGE_MINUTES, 0)

    def after(self, target: Target, minutes: float | None, load: Load) -> Target:
        """One stage up after two clear attempts on it, one down after a drop."""
        stage = target.stage or 0
        if load is Load.DROP:
            return Target(STAGE_MINUTES, max(stage - 1, 0))
        whole = minutes is None or minutes >= target.minutes
        clear = target.clear + 1 if load is Load.INCREASE and whole else target.clear
        if clear >= CLEAR_A_STAGE and stage + 1 < len(STAGES):
            return Target(STAGE_MINUTES, stage + 1)
        return Target(STAGE_MINUTES, stage, clear)


def next_minutes(minutes: int, load: Load, ladder: Ladder) -> int:
    """Minutes of the next attempt: a step is at least one minute, within floor and goal."""
    if load is Load.INCREASE:
        minutes += max(1, minutes * ladder.increase_percent // 100)
    elif load is Load.DROP:
        minutes -= max(1, -(-minutes * ladder.drop_percent // 100))
    return max(ladder.floor, min(ladder.goal, minutes))
