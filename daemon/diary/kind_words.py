"""Kind words: what is said often is said another way, a step back as part of the way. Pure."""

from collections.abc import Callable, Sequence

from daemon.base.words import words
from rules.attempts import Outcome
from rules.model import Advice, Load
from rules.numbers import default_numbers
from rules.program import Win, is_too_much
from rules.rungs import Target

# The shipped table's reasons that have a short form.
_BRIEF = ("persistent", "faded", "returned", "late_onset", "next_day", "clear")
# Ours: who has heard a reason so often is told its short form.
KNOWN = 10


def turn(outcome: Outcome, outcomes: Sequence[Outcome], alike: Callable[[Outcome], bool]) -> int:
    """How many runs before this one were alike, and so told the same way."""
    return sum(each.day < outcome.day and alike(each) for each in outcomes)


def briefly(reason: str, outcome: Outcome, outcomes: Sequence[Outcome]) -> str:
    """A reason of the shipped table as it is told to who knows it; others as they are."""
    for rule in _BRIEF:
        if reason == words(f"why.{rule}"):
            before = turn(outcome, outcomes, lambda each: reason in each.decision.reasons)
            return words(f"briefly.{rule}", turn=before - KNOWN) if before >= KNOWN else reason
    return reason


def comfort(outcome: Outcome, outcomes: Sequence[Outcome]) -> str:
    """A kind word on a step back or a run that is repeated after pain; empty elsewhere.

    None where a professional is advised, which must not be made light of, nor on what was too much.
    """
    key = _comfort(outcome)
    if not key or outcome.held or Advice.SEE_PROFESSIONAL in outcome.advice:
        return ""
    return words(f"kind.{key}", turn=turn(outcome, outcomes, lambda each: _comfort(each) == key))


def _comfort(outcome: Outcome) -> str:
    if is_too_much(outcome) or outcome.early:
        return ""
    if outcome.load is Load.DROP and outcome.next.running < outcome.planned.running:
        return "step_back"
    return "again" if outcome.attempt.sore else ""


def beginning(target: Target) -> str:
    """What a first stage is; empty for a first run in minutes."""
    if target.stage is None:
        return ""
    key = "first_stage" if target.running else "first_walk"
    return words(f"kind.{key}", n=default_numbers().clear_a_stage)


def win_sentence(win: Win) -> str:
    """Something to be glad of, in words."""
    if win.kind != "stage":
        return words(f"win.{win.kind}", count=win.count)
    run, walk = default_numbers().stages[win.count]
    key = "whole" if not walk else "running" if win.count == 1 else "stage"
    return words(f"win.{key}", run=run, walk=walk)
