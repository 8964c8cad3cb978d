"""The course of the comeback: past runs in, the next run out. Recomputed from the facts alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.engine import decide
from rules.ladder import Progression, Target
from rules.model import Advice, Attempt, Decision, Load, Settings
from rules.rulebook import Rulebook

# Ours: the easy phase ends no sooner than two weeks after the last drop in it.
QUIET_DAYS = 14


@dataclass(frozen=True)
class Run:
    """One attempt and the local day on which it was made."""

    day: date
    attempt: Attempt


@dataclass(frozen=True)
class Outcome:
    """What one run led to: its own target, the decision, and the next run's target and day."""

    run: Run
    decision: Decision
    target: Target
    next_target: Target
    next_day: date


def course(
    runs: Iterable[Run],
    book: Rulebook,
    settings: Settings,
    ladder: Progression,
    easy_weeks: int = 0,
) -> tuple[Outcome, ...]:
    """Decide every run in order.

    In the easy phase, the first `easy_weeks` and two weeks after any drop in them, there is a
    rest day between any two runs, whatever the settings say (article).
    """
    outcomes: list[Outcome] = []
    target, drops, advised = ladder.first(), 0, False
    easy_end: date | None = None
    careful = replace(settings, plan_rest_days=max(1, settings.plan_rest_days))
    for run in runs:
        easy_end = easy_end or run.day + timedelta(weeks=easy_weeks)
        held = careful if run.day < easy_end else settings
        decision = decide(run.attempt, book, held, drops_before=drops, advised_before=advised)
        if decision.load is Load.DROP and run.day < easy_end:
            easy_end = max(easy_end, run.day + timedelta(days=QUIET_DAYS))
        following = ladder.after(target, run.attempt.minutes, decision.load)
        next_day = run.day + timedelta(days=decision.rest_days + 1)
        outcomes.append(Outcome(run, decision, target, following, next_day))
        target = following
        drops = drops + 1 if decision.load is Load.DROP else 0
        advised = Advice.SEE_PROFESSIONAL in decision.advice
    return tuple(outcomes)
