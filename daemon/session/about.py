"""Which attempts a session is about. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.asking import Morning, morning_after, not_now
from daemon.diary.history import Record
from daemon.diary.questions import Occasion, open_question
from daemon.diary.snapshot import Snapshot


def about(
    read: Snapshot, now: datetime, *, next_day: bool = False, new_run: bool = False
) -> Sequence[tuple[Record | None, Occasion]]:
    """The attempts that a check-in is about (None: a run not noted yet) and what it asks of each.

    Nothing is asked where all that may be asked now of today's run is answered. Raises
    EasebackError where `next_day` is asked for too early or too late, or without a run.
    """
    if next_day:
        return [(morning_of(read, now), Occasion.NEXT_MORNING)]
    todays = [record for record in read.history.records if record.day == now.date()]
    if new_run:
        # Its warm-up may have been told already.
        warm_up = todays[-1] if todays and todays[-1].is_warm_up else None
        return [(warm_up, Occasion.AFTER_RUN)]
    if parts := read.waiting(now):
        return parts
    return [] if todays else [(None, Occasion.AFTER_RUN)]


def morning_of(read: Snapshot, now: datetime) -> Record:
    """The run of which the morning is asked for, answered or not.

    Raises EasebackError where it is too early or too late for that, or without a run.
    """
    runs = [record for record in read.history.records if not record.is_warm_up]
    if not runs:
        raise EasebackError(words("session.no_run"))
    here = [run for run in runs if morning_after(run, now) is Morning.HERE]
    if not here:
        raise EasebackError(f"checkin --next-day: {not_now(runs[-1], now)}")
    return here[-1]


def unfinished(read: Snapshot, today: date) -> Record | None:
    """Today's attempt that a warm-up belongs to; None where it begins one."""
    latest = read.history.latest
    if latest and latest.day == today:
        return (
            latest if open_question(latest.attempt, latest.answered, Occasion.AFTER_RUN) else None
        )
    return None
