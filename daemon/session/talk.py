"""How much is said: what was heard ten times is said short. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.settings.choices import Talk
from daemon.settings.steps import Step

ENOUGH = 10


def answers_are_short(read: Snapshot) -> bool:
    """Whether an answer is read back without "noted"."""
    return _is_short(read, len(read.history.records))


def warm_up_steps(read: Snapshot, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps as they are told: each with how it is done, or by its name."""
    warm_ups = sum(Question.WARMUP in record.answered for record in read.history.records)
    return _told(steps, short=_is_short(read, warm_ups))


def strength_steps(read: Snapshot, steps: Sequence[Step]) -> Sequence[Step]:
    """Likewise, where that is wanted: every stage begins with exercises that are new."""
    return _told(steps, short=_is_short(read, 0))


def _is_short(read: Snapshot, heard: int) -> bool:
    talk = read.config.voice.talk
    return talk is Talk.SHORT or (talk is Talk.AUTO and heard >= ENOUGH)


def _told(steps: Sequence[Step], *, short: bool) -> Sequence[Step]:
    return [replace(step, how="") for step in steps] if short else steps
