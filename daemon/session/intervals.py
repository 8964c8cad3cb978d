"""A run of the plan as turns of running and walking. Pure."""

from daemon.base.words import words
from daemon.settings.steps import Step
from rules.ladder import STAGES, Target
from rules.model import Settings


def run_steps(target: Target, settings: Settings, ask_in_walks: str) -> tuple[Step, ...]:
    """The turns of this run.

    Pain is asked about in walk breaks: in "every", at "half" of the run, or "never"; "auto" asks
    in every one after a bone stress injury, which bears no pain at all, at half else.
    """
    run, walk = STAGES[target.stage] if target.stage is not None else (target.minutes, 0)
    if walk == 0:
        return (_turn("run", target.minutes),)
    if ask_in_walks == "auto":
        ask_in_walks = "every" if settings.bone_stress else "half"
    rounds = target.minutes // (run + walk)
    half = (rounds - 1) // 2
    steps = []
    for number in range(rounds):
        asks = ask_in_walks == "every" or (ask_in_walks == "half" and number == half)
        steps += [_turn("run", run), _turn("walk", walk, asks=asks)]
    if rest := target.minutes - rounds * (run + walk):
        steps.append(_turn("run", rest))
    return tuple(steps)


def _turn(kind: str, minutes: int, *, asks: bool = False) -> Step:
    name = words(f"run.{kind}", minutes=minutes)
    return Step(name, seconds=minutes * 60, tone=kind, asks=asks)
