"""Which run of the diary a file's run is, and when only the runner knows."""

from datetime import date, timedelta

import pytest

from daemon.diary.history import Record
from daemon.diary.questions import Question
from daemon.exchange.activity import Activity
from daemon.exchange.matching import Found, by_day, since, still_open
from rules.model import Attempt
from tests.daemon.exchange.watch_files import START

DAY = START.date()


def found(minutes: float = 25, later: float = 0, file: str = "run.fit") -> Found:
    activity = Activity(START + timedelta(minutes=later), minutes, 4120)
    return Found(file, activity, DAY, activity.answers("km"))


def record(number: int, minutes: float | None = None) -> Record:
    return Record(number, DAY, Attempt(minutes=minutes), frozenset({Question.WARMUP}))


def test_a_run_is_that_of_its_day() -> None:
    others = [Record(1, DAY - timedelta(days=1)), record(2), Record(3, DAY + timedelta(days=1))]
    (day,) = by_day([found()], others)
    assert day.pairs == [(found(), record(2))]


def test_two_files_of_one_run_are_one() -> None:
    (day,) = by_day([found(), found(later=2, file="run.gpx")], [])
    assert day.pairs == [(found(), None)]


def test_two_runs_that_the_diary_lacks_are_two() -> None:
    (day,) = by_day([found(), found(later=300)], [])
    assert day.pairs == [(found(), None), (found(later=300), None)]


@pytest.mark.parametrize(
    ("runs", "records"),
    [
        ([found()], [record(1), record(2)]),
        ([found(), found(later=300)], [record(1)]),
        ([found(), found(later=300)], [record(1), record(2)]),
    ],
)
def test_what_may_be_meant_twice_is_for_the_runner_to_say(
    runs: list[Found], records: list[Record]
) -> None:
    (day,) = by_day(runs, records)
    assert day.pairs is None


@pytest.mark.parametrize(
    ("minutes", "same"), [(25, True), (30, True), (20, True), (12, False), (60, False)]
)
def test_minutes_that_are_far_from_those_noted_are_of_another_run(
    minutes: float, same: bool
) -> None:
    noted = record(1, minutes)
    (day,) = by_day([found(25)], [noted])
    assert day.pairs == [(found(25), noted if same else None)]
    # With another run of that day the one that fits is meant.
    (day,) = by_day([found(25)], [record(1, 12), record(2)])
    assert day.pairs == [(found(25), record(2))]


def test_what_the_runner_said_stays() -> None:
    assert list(still_open(record(1, 24), found().answers)) == [Question.DISTANCE]


def test_a_run_from_long_before_the_comeback_is_none_of_it() -> None:
    today, month = date(2026, 3, 1), timedelta(weeks=4)
    assert since(None, [], today) == today - month
    assert since(None, [record(1)], today) == DAY - month
    assert since(date(2026, 2, 1), [], today) == date(2026, 2, 1)
    assert since(date(2026, 2, 1), [record(1)], today) == DAY
