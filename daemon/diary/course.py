"""The course of the comeback that the diary and the settings tell of. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from daemon.diary.history import Record
from daemon.settings.config import Config
from rules.comeback import History, Run, SettingsFact
from rules.course import Course, course
from rules.rulebook import Rulebook
from rules.standing import State


def course_of(
    config: Config,
    table: Rulebook,
    records: Sequence[Record],
    cleared: Iterable[date],
    today: date,
    start: State | None = None,
) -> Course:
    """Where the comeback stands on `today`, by the settings as they are now.

    `start` is where it stood before the first of the records.
    """
    return course(history_of(config, records, cleared, today), today, table, start=start)


def history_of(
    config: Config, records: Sequence[Record], cleared: Iterable[date], today: date
) -> History:
    """The facts that decide."""
    first = records[0].day if records else today
    return History(
        (config.comeback(first),),
        tuple(Run(record.day, record.attempt) for record in records),
        (SettingsFact(date.min, config.plan_settings),),
        cleared=tuple(sorted(cleared)),
    )
