"""A run of the plan as turns of running and walking. Pure."""

from collections.abc import Collection

from daemon.base.words import words
from daemon.settings.choices import AskInWalks
from daemon.settings.steps import Step
from rules.ladder import STAGES, Target
from rules.model import Settings
from voice.base.tone import ToneName


def run_steps(target: Target, settings: Settings, ask_in_walks: AskInWalks) -> tuple[Step, ...]:
    """The turns of this run.

    `ask_in_walks` says in which walk breaks pain is asked about.
    """
    run, walk = STAGES[target.stage] if target.stage is not None else (target.minutes, 0)
    if walk == 0:
        return (_turn(ToneName.RUN, target.minutes),)
    if ask_in_walks is AskInWalks.AUTO:
        ask_in_walks = AskInWalks.EVERY if settings.bone_stress else AskInWalks.HALF
    rounds = target.minutes // (run + walk)
    asked: Collection[int] = {
        AskInWalks.EVERY: range(rounds),
        AskInWalks.HALF: [(rounds - 1) // 2],
    }.get(ask_in_walks, ())
    steps = []
    for number in range(rounds):
        steps += [_turn(ToneName.RUN, run), _turn(ToneName.WALK, walk, asks=number in asked)]
    if rest := target.minutes - rounds * (run + walk):
        steps.append(_turn(ToneName.RUN, rest))
    return tuple(steps)


def _turn(kind: ToneName, minutes: int, *, asks: bool = False) -> Step:
    name = words(f"run.{kind}", minutes=minutes)
    return Step(name, seconds=minutes * 60, tone=kind, asks=asks)
