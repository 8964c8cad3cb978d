"""What is open about the attempts, and when it may be asked. Pure.

The morning after a run has a beginning and an end (C14).
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

from daemon.base.dates import dated, spoken_day
from daemon.base.words import words
from daemon.diary.history import Record
from daemon.diary.questions import Occasion, Question, open_question
from rules.attempts import Outcome

# Before that it is night, and sooner after a run it is still the run's own pain.
FROM = time(3)
AFTER_RUN = timedelta(hours=4)
# So many mornings in a row that were not told are worth a word.
UNTOLD = 3
_DAY = timedelta(days=1)


class Morning(Enum):
    """Whether the morning after a run is to come, can be told, or has gone by."""

    AHEAD = auto()
    HERE = auto()
    OVER = auto()


def morning_after(run: Record, now: datetime) -> Morning:
    """Where the morning after this run is; `now` is local time."""
    if now < _begins(run, now):
        return Morning.AHEAD
    return Morning.HERE if now.date() == run.day + _DAY else Morning.OVER


def _begins(run: Record, now: datetime) -> datetime:
    midnight = datetime.combine(run.day + _DAY, time.min, now.tzinfo)
    # What was told after its day was over does not make a run any later.
    ended = min(run.at or midnight, midnight)
    return max(datetime.combine(midnight.date(), FROM, now.tzinfo), ended + AFTER_RUN)


def untold_morning(records: Sequence[Record], now: datetime) -> Record | None:
    """The run of which the morning can be told now, and was not."""
    for record in reversed(records):
        if record.day < now.date() - _DAY:
            return None
        if not record.is_warm_up and morning_after(record, now) is Morning.HERE:
            return None if Question.NEXT_DAY in record.answered else record
    return None


def waiting(records: Sequence[Record], now: datetime) -> Sequence[tuple[Record, Occasion]]:
    """What is open and may be asked now: the attempts and the occasions, in their order."""
    latest, run = _asked_about(records, now.date()), untold_morning(records, now)
    parts = [(latest, Occasion.AFTER_RUN)] if latest else []
    if run:
        morning = (run, Occasion.NEXT_MORNING)
        parts = [*parts, morning] if run is latest else [morning, *parts]
    return [
        (record, occasion)
        for record, occasion in parts
        if open_question(record.attempt, record.answered, occasion)
    ]


def _asked_about(records: Sequence[Record], today: date) -> Record | None:
    """The last run; a warm-up alone only on its day, when its run may still be told."""
    made = (record for record in reversed(records) if not record.is_warm_up or record.day == today)
    return next(made, None)


def not_now(run: Record, now: datetime) -> str:
    """Why the morning after this run cannot be told, and what to do."""
    if morning_after(run, now) is Morning.OVER:
        return words("morning.over", run=dated(run.day, "date.spoken"), date=run.day.isoformat())
    begins = _begins(run, now).astimezone(now.tzinfo)
    day = spoken_day(begins.date(), now.date())
    named = dated(run.day, "date.weekday")
    return words("morning.ahead", run=named, day=day, time=f"{begins:%H:%M}")


def never_tells(outcomes: Sequence[Outcome], today: date) -> bool:
    """Whether the last mornings went by untold, so that no run can count as clear."""
    gone = [each for each in outcomes[-UNTOLD - 2 :] if each.day < today - _DAY]
    untold = [each.attempt.attempt.next_day is None for each in gone[-UNTOLD:]]
    return len(untold) == UNTOLD and all(untold)
