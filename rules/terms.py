"""What a comeback and its settings mean together, worked out once. Pure."""

from dataclasses import dataclass
from functools import cached_property

from rules.comeback import Comeback, PlanSettings
from rules.model import Settings
from rules.numbers import Numbers
from rules.rungs import Rungs, Target


@dataclass(frozen=True)
class Terms:
    """All that decides beside the answers, as it is in force on a day."""

    comeback: Comeback
    settings: PlanSettings
    numbers: Numbers

    @cached_property
    def bone(self) -> bool:
        """Whether any pain at all counts for more."""
        return self.comeback.bone

    @cached_property
    def tolerated(self) -> int:
        """The score up to which pain in a session counts as none: none for a bone (C15)."""
        return 0 if self.bone else self.settings.tolerated_score

    @property
    def of_the_table(self) -> Settings:
        """What a single answer is judged by."""
        return Settings(
            tolerated_score=self.settings.tolerated_score,
            bone_stress=self.bone,
            plan_rest_days=self.settings.minimum_rest_days,
            red_flag_score=self.settings.red_flag_score or None,
        )

    def is_red(self, score: int) -> bool:
        """Whether a score is a red flag."""
        return 0 < self.settings.red_flag_score <= score

    def rest_days(self, easy: bool) -> int:
        """Least rest days between runs: one in the easy phase and where no week was told."""
        least = self.settings.minimum_rest_days
        return max(least, 1) if easy or self.comeback.usual is None else least

    @cached_property
    def easy_weeks(self) -> int:
        """Weeks that count towards the end of the easy phase."""
        long_one = self.comeback.injury_weeks >= self.numbers.long_injury_weeks
        least = self.numbers.easy_weeks_hard if self.comeback.hard or long_one else 0
        return max(self.settings.easy_weeks, least)

    @cached_property
    def easy_runs(self) -> int:
        """Attempts in time that make a week count."""
        usual = self.comeback.usual
        return 1 if usual is not None and usual.runs == 1 else self.numbers.easy_runs

    @cached_property
    def staged(self) -> bool:
        """Whether the settings ask for the walk/run ladder."""
        ladder = self.settings.ladder
        return ladder == "walk_run" or (ladder == "auto" and self.comeback.hard)

    @cached_property
    def beginning(self) -> Target:
        """The first target. A severe or bone injury begins on a stage, whatever the ladder (C9)."""
        comeback = self.comeback
        if comeback.walks is False:
            return self._stages.capped(0)
        if comeback.hard or self.staged:
            first = 0 if comeback.hard and comeback.walks is None else 1
            return self._stages.capped(self._stages.stages[first].running)
        return self._minutes.capped(self.settings.start_minutes)

    def rungs(self, target: Target) -> Rungs:
        """The ladder that goes on from a target: who is on a stage climbs on to 30/0."""
        return self._stages if self.staged or target.stage is not None else self._minutes

    def fitted(self, target: Target, changed: bool) -> Target:
        """A target under these terms, never longer; `changed` where the ladder is another one.

        Another ladder keeps the running minutes, or the highest stage within them (C2).
        """
        if not changed:
            return self.rungs(target).capped(target.running)
        return (self._stages if self.staged else self._minutes).capped(target.running)

    @cached_property
    def _stages(self) -> Rungs:
        return self._rungs(True)

    @cached_property
    def _minutes(self) -> Rungs:
        return self._rungs(False)

    def _rungs(self, staged: bool) -> Rungs:
        settings, usual = self.settings, self.comeback.usual
        goal = usual.goal if usual else settings.goal_minutes
        return Rungs(
            numbers=self.numbers,
            staged=staged,
            floor=min(settings.floor_minutes, goal),
            goal=goal,
            increase_percent=min(settings.increase_percent, self.numbers.most_increase_percent),
            drop_percent=settings.drop_percent,
        )
