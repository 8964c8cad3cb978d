"""What a comeback and its settings mean together, worked out once. Pure."""

from dataclasses import dataclass
from functools import cached_property

from rules.comeback import Comeback, PlanSettings
from rules.numbers import Numbers
from rules.rungs import Rungs


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
    def rungs(self) -> Rungs:
        """The ladder. A severe or bone injury climbs it from walking, whatever the setting."""
        comeback, settings = self.comeback, self.settings
        sore_walk = comeback.walks is False
        staged = comeback.hard or sore_walk or settings.ladder == "walk_run"
        first_stage = 0 if sore_walk or (comeback.hard and not comeback.walks) else 1
        goal = comeback.usual.goal if comeback.usual else settings.goal_minutes
        return Rungs(
            numbers=self.numbers,
            staged=staged,
            start=first_stage if staged else settings.start_minutes,
            floor=min(settings.floor_minutes, goal),
            goal=goal,
            increase_percent=min(settings.increase_percent, self.numbers.most_increase_percent),
            drop_percent=settings.drop_percent,
        )
