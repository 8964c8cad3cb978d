"""The runs of one day are one attempt (C3). Pure.

Scores that are tolerated in a session are none here, so that the table needs to know no tolerance;
on the next morning none is tolerated (C15).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from rules.model import Attempt, Distance

_SCORES = ("warmup", "late", "next_day")


class DayAttempt(NamedTuple):
    """What a day's runs say together.

    `attempt` has tolerated scores as 0. `minutes` are whole minutes run, None where not all were
    told. `sore` says whether pain was told, `sore_minutes` the minutes of each run with pain told.
    `tolerated` is the highest score that is tolerated and told, `worst` the highest of all.
    """

    attempt: Attempt
    minutes: int | None
    sore: bool
    sore_minutes: tuple[int | None, ...]
    tolerated: int
    worst: int


def day_attempt(attempts: Sequence[Attempt], told_later: int, tolerated: int) -> DayAttempt:
    """One attempt from those of a day; `told_later` is the worst score told after it (C14)."""
    if len(attempts) == 1 and not told_later and not is_sore(attempts[0]):
        # Nearly every attempt of a comeback that goes well.
        return DayAttempt(attempts[0], whole_minutes(attempts), False, (), 0, 0)
    if told_later:
        attempts = [
            replace(each, next_day=max(each.next_day or 0, told_later)) for each in attempts
        ]
    counted = [_without_tolerated(each, tolerated) for each in attempts]
    whole = counted[0] if len(counted) == 1 else _together(counted)
    sore = tuple(each for each in counted if is_sore(each))
    session = [score for each in attempts for score in (each.warmup, each.late) if score]
    mornings = [each.next_day or 0 for each in attempts]
    return DayAttempt(
        whole,
        whole_minutes(attempts),
        bool(sore),
        tuple(whole_minutes((each,)) for each in sore),
        max((score for score in session if score <= tolerated), default=0),
        max((*session, *mornings), default=0),
    )


def is_sore(attempt: Attempt) -> bool:
    """Whether pain was told; that it did not fade tells of one even where no score is known."""
    if attempt.warmup or attempt.late or attempt.next_day:
        return True
    return attempt.faded is False and attempt.warmup is None


def whole_minutes(attempts: Sequence[Attempt]) -> int | None:
    """Minutes of all of them in whole ones, a half up; None where one is not told."""
    told = [each.minutes for each in attempts]
    if len(told) == 1 and told[0] is not None:
        return math.floor(told[0] + 0.5)
    if None in told:
        return None
    total = sum((Decimal(str(minutes)) for minutes in told), Decimal())
    return math.floor(total + Decimal("0.5"))


def _without_tolerated(attempt: Attempt, tolerated: int) -> Attempt:
    if not tolerated:
        return attempt
    warmup, late = (
        0 if score is not None and score <= tolerated else score
        for score in (attempt.warmup, attempt.late)
    )
    return replace(attempt, warmup=warmup, late=late)


def _together(attempts: Sequence[Attempt]) -> Attempt:
    """Each score is the worst told; what one left unknown stays so unless another told pain."""
    scores = {name: _worst([getattr(each, name) for each in attempts]) for name in _SCORES}
    return Attempt(faded=_faded(attempts), distance=_shortest(attempts), **scores)


def _worst(scores: Sequence[int | None]) -> int | None:
    worst = max((score for score in scores if score is not None), default=None)
    return worst if worst or None not in scores else None


def _faded(attempts: Sequence[Attempt]) -> bool | None:
    told = [each.faded for each in attempts]
    if False in told:
        return False
    open_question = any(each.warmup != 0 and each.faded is None for each in attempts)
    return True if True in told and not open_question else None


def _shortest(attempts: Sequence[Attempt]) -> Distance | None:
    told = [each.distance for each in attempts]
    known = [distance for distance in told if distance is not None]
    return min(known, key=lambda distance: distance.metres) if len(known) == len(told) else None
