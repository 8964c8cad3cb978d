"""Which attempts of the diary are runs. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from daemon.diary.history import Record
from rules.attempts import Outcome
from rules.comeback import Pain, Run
from rules.lengths import made
from rules.model import Attempt
from rules.numbers import default_numbers

Serious = Callable[[date, int], bool]
"""Whether a score of this day stops a session and counts without a run (C12, C13)."""


def runs_of(records: Sequence[Record], serious: Serious) -> tuple[Run, ...]:
    """The runs: a warm-up alone is none, unless its pain is serious.

    Beside a run of the same day its pain is that run's, told by another record.
    """
    days = groupby(records, key=lambda record: record.day)
    return tuple(
        Run(day, attempt) for day, made in days for attempt in _of_day(day, list(made), serious)
    )


def _of_day(day: date, made: Sequence[Record], serious: Serious) -> Iterator[Attempt]:
    if len(made) == 1 and not made[0].is_warm_up:
        yield made[0].attempt
        return
    runs = [record.attempt for record in made if not record.is_warm_up]
    pain = max((record.attempt.warmup or 0 for record in made if record.is_warm_up), default=0)
    if runs:
        yield replace(runs[0], warmup=max(runs[0].warmup or 0, pain)) if pain else runs[0]
        yield from runs[1:]
    elif pain and serious(day, pain):
        yield Attempt(warmup=pain)


def sore_warm_ups(records: Sequence[Record], today: date) -> tuple[Pain, ...]:
    """Pain of warm-ups before today that no run followed: told on its day as any other (C14)."""
    days = groupby(records, key=lambda record: record.day)
    told = ((day, list(made)) for day, made in days if day < today)
    scores = (
        (day, max(record.attempt.warmup or 0 for record in made))
        for day, made in told
        if all(record.is_warm_up for record in made)
    )
    return tuple(Pain(day, score) for day, score in scores if score)


def cut_short(outcome: Outcome) -> bool:
    """Whether less was run than counts as whole, and no pain was told of it (C10)."""
    told = outcome.attempt
    if told.sore or told.minutes is None:
        return False
    return not made(outcome.planned, told.minutes, default_numbers()).whole
