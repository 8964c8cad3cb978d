"""The ladder of a comeback: what a run can be, and what lies a step above or below it. Pure.

A rung is a stage of the walk/run ladder or a continuous run. Rungs are ordered by their running
minutes; every function here gives no more for less.
"""

from dataclasses import dataclass
from functools import cached_property

from rules.numbers import SESSION_MINUTES, Numbers


@dataclass(frozen=True, slots=True)
class Target:
    """What one run should be, in minutes. `stage` is an index into the stages, None: continuous."""

    running: int
    session: int
    stage: int | None = None


@dataclass(frozen=True)
class Rungs:
    """A ladder under one comeback and its settings.

    `staged` is the walk/run ladder, which goes on continuously beyond its last stage. `goal` and
    `floor` are the most and, of minutes, the least running minutes.
    """

    numbers: Numbers
    staged: bool
    floor: int
    goal: int
    increase_percent: int
    drop_percent: int

    @cached_property
    def stages(self) -> tuple[Target, ...]:
        """The stages as targets, from the walk to all running."""
        return tuple(
            Target(SESSION_MINUTES * run // (run + walk), SESSION_MINUTES, stage)
            for stage, (run, walk) in enumerate(self.numbers.stages)
        )

    @cached_property
    def top(self) -> Target:
        """The target that reaches the goal."""
        return self.rung(self.goal)

    def rung(self, minutes: int) -> Target:
        """The highest rung with no more than these running minutes."""
        found = self._found.get(minutes)
        if found is None:
            found = self._found[minutes] = self._rung(minutes)
        return found

    @cached_property
    def _found(self) -> dict[int, Target]:
        return {}

    def _rung(self, minutes: int) -> Target:
        if minutes <= 0:
            return self.stages[0]
        if not self.staged or minutes > SESSION_MINUTES:
            return Target(minutes, minutes)
        return next(stage for stage in reversed(self.stages) if stage.running <= minutes)

    def capped(self, minutes: int) -> Target:
        """The same, and no more than the goal."""
        return self.rung(min(minutes, self.goal))

    def above(self, minutes: int, steps: int = 1) -> int:
        """Running minutes of the rung so many steps above; the goal does not bound it."""
        for _ in range(steps):
            minutes = self._step(minutes)
        return minutes

    def _step(self, minutes: int) -> int:
        stage = self.rung(minutes).stage
        if stage is not None and stage + 1 < len(self.stages):
            return self.stages[stage + 1].running
        return minutes + max(1, minutes * self.increase_percent // 100)

    def below(self, planned: Target, ran: int) -> Target:
        """The drop after `ran` running minutes: fewer than both, or the shortest there is."""
        less = min(planned.running, ran)
        cut = less * (100 - self.drop_percent) // 100
        if not self.staged:
            return self.capped(min(max(cut, self.shortest), planned.running))
        if less > SESSION_MINUTES:
            return self.capped(max(cut, SESSION_MINUTES))
        return self.capped(less - 1)

    def again(self, planned: Target, counted: int) -> Target:
        """What was run, again: at most the target, not below the shortest."""
        return self.capped(min(max(counted, self.shortest), planned.running))

    @property
    def shortest(self) -> int:
        """Running minutes below which nothing is dropped."""
        return 0 if self.staged else self.floor
