"""Around the single run: attention window, strength stages, small wins. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.model import Load
from rules.plan import Outcome

# Article: strength and attention go on for four times as long as the injury lasted.
ATTENTION_FACTOR = 4
# Ours: completed strength days without a drop in between that earn the next stage.
STRENGTH_DAYS_A_STAGE = 6
STRENGTH_STAGES = 3
# Numbers of clear runs in a row worth a word.
STREAKS = (3, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Win:
    """Something to be glad of: a `streak` of `count` clear runs, or the `longest` of minutes."""

    kind: str
    count: int


def attention_until(first_run: date, injury_weeks: int) -> date:
    """The last day of the attention window."""
    return first_run + timedelta(weeks=ATTENTION_FACTOR * injury_weeks)


def strength_stage(strength_days: Iterable[date], drops: Iterable[date]) -> int:
    """1 holds, 2 slow with load, 3 dynamic; it never goes down by itself."""
    events = sorted([(day, 1) for day in strength_days] + [(day, 0) for day in drops])
    stage, done = 1, 0
    for _, is_strength in events:
        done = done + 1 if is_strength else 0
        if done == STRENGTH_DAYS_A_STAGE and stage < STRENGTH_STAGES:
            stage, done = stage + 1, 0
    return stage


def wins(outcomes: Sequence[Outcome]) -> tuple[Win, ...]:
    """What the newest attempt achieved."""
    if not outcomes or outcomes[-1].decision.load is not Load.INCREASE:
        return ()
    found = []
    clear = 0
    for outcome in reversed(outcomes):
        if outcome.decision.load is not Load.INCREASE:
            break
        clear += 1
    if clear in STREAKS:
        found.append(Win("streak", clear))
    minutes = [run_minutes(outcome) for outcome in outcomes]
    if len(minutes) > 1 and minutes[-1] > max(minutes[:-1]):
        found.append(Win("longest", minutes[-1]))
    return tuple(found)


def run_minutes(outcome: Outcome) -> int:
    """The minutes that were run; those that were planned where nobody told."""
    told = outcome.run.attempt.minutes
    return outcome.before.target.minutes if told is None else int(told)
