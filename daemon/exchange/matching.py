"""Which run of the diary a watch's file tells of. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from daemon.diary.history import Record
from daemon.diary.questions import Question
from daemon.exchange.activity import Activity

# Two files that begin as close together are the same run, from two programs.
_SAME_START = timedelta(minutes=5)
# A run whose minutes differ more from those noted is another run of that day.
_OTHER_RUN = 0.25
_OTHER_RUN_MINUTES = 5
# A comeback may be told of afterwards, but what was run long before it is none of its runs.
_BEFORE_FIRST = timedelta(weeks=4)


@dataclass(frozen=True)
class Found:
    """A run in a file, with what it answers of an attempt as JSON values, and its day."""

    file: str
    activity: Activity
    day: date
    answers: Mapping[str, Any]


class Pair(NamedTuple):
    """A run with its record, None where the diary lacks it."""

    found: Found
    record: Record | None


@dataclass(frozen=True)
class Day:
    """The runs of one day: as the files tell of them, and as the diary has them."""

    day: date
    found: Sequence[Found]
    records: Sequence[Record]

    @property
    def pairs(self) -> Sequence[Pair] | None:
        """Each run with its record; None where only the runner knows which of several is meant."""
        if not self.records:
            return [Pair(found, None) for found in self.found]
        if len(self.found) > 1:
            return None
        (found,) = self.found
        fitting = [record for record in self.records if not is_another(record, found)]
        unanswered = [record for record in fitting if still_open(record, found.answers)]
        if len(unanswered) > 1:
            return None
        likely = unanswered or fitting
        return [Pair(found, likely[-1] if likely else None)]


def by_day(found: Iterable[Found], records: Sequence[Record]) -> list[Day]:
    """The runs by their days, each run once, however many files tell of it."""
    ordered = sorted(found, key=lambda each: (each.day, each.activity.start))
    days = []
    for day, group in groupby(ordered, key=lambda each: each.day):
        runs: list[Found] = []
        for each in group:
            if not runs or each.activity.start - runs[-1].activity.start > _SAME_START:
                runs.append(each)
        days.append(Day(day, runs, [record for record in records if record.day == day]))
    return days


def still_open(record: Record, answers: Mapping[str, Any]) -> dict[Question, Any]:
    """What a watch answers that the runner did not: what they said is never replaced."""
    return {
        Question(name): value
        for name, value in answers.items()
        if getattr(record.attempt, name) is None
    }


def is_another(record: Record, found: Found) -> bool:
    """Whether the minutes that are noted are those of another run."""
    noted, told = record.attempt.minutes, found.activity.minutes
    if noted is None or told is None:
        return False
    return abs(noted - told) > max(_OTHER_RUN_MINUTES, _OTHER_RUN * noted)


def since(first: date | None, records: Sequence[Record], today: date) -> date:
    """The day from which a run that the diary lacks may be one of this comeback.

    `first` is the first day on which running was allowed, where that was told.
    """
    if first:
        return min([first, *(record.day for record in records)])
    return min([today, *(record.day for record in records)]) - _BEFORE_FIRST
