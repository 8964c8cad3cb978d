"""A run of the plan as turns of running and walking. Pure."""

from collections.abc import Collection

from daemon.base.words import words
from daemon.settings.choices import AskInWalks
from daemon.settings.steps import Step
from rules.model import Settings
from rules.numbers import default_numbers
from rules.rungs import Target
from voice.base.tone import ToneName


def run_steps(target: Target, settings: Settings, ask_in_walks: AskInWalks) -> tuple[Step, ...]:
    """The turns of this run.

    `ask_in_walks` says in which walk breaks pain is asked about.
    """
    stages = default_numbers().stages
    run, walk = stages[target.stage] if target.stage is not None else (target.session, 0)
    if walk == 0:
        return (_turn(ToneName.RUN, target.session),)
    if run == 0:
        return (_turn(ToneName.WALK, target.session),)
    if ask_in_walks is AskInWalks.AUTO:
        ask_in_walks = AskInWalks.EVERY if settings.bone_stress else AskInWalks.HALF
    rounds = target.session // (run + walk)
    asked: Collection[int] = {
        AskInWalks.EVERY: range(rounds),
        AskInWalks.HALF: [(rounds - 1) // 2],
    }.get(ask_in_walks, ())
    steps = []
    for number in range(rounds):
        steps += [_turn(ToneName.RUN, run), _turn(ToneName.WALK, walk, asks=number in asked)]
    return tuple(steps)


def _turn(kind: ToneName, minutes: int, *, asks: bool = False) -> Step:
    name = words(f"run.{kind}", minutes=minutes)
    return Step(name, seconds=minutes * 60, tone=kind, asks=asks)
