"""The duration ladder: minutes of the next run from the minutes of this one."""

from dataclasses import dataclass

from rules.model import Load, RulesError


@dataclass(frozen=True)
class Ladder:
    """Bounds and steps, in minutes and per cent.

    The percentages are ours: trials found no protection in 10 % itself, so they may be changed
    within bounds that stay safe (increase at most 20, drop at least 10).
    """

    floor: int = 5
    goal: int = 45
    increase_percent: int = 10
    drop_percent: int = 25

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


def next_minutes(minutes: int, load: Load, ladder: Ladder) -> int:
    """Minutes of the next attempt: a step is at least one minute, within floor and goal."""
    if load is Load.INCREASE:
        minutes += max(1, minutes * ladder.increase_percent // 100)
    elif load is Load.DROP:
        minutes -= max(1, -(-minutes * ladder.drop_percent // 100))
    return max(ladder.floor, min(ladder.goal, minutes))
