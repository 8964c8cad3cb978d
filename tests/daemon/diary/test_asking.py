"""The morning after a run has a beginning and an end, and one answer holds for all of the day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daemon.commands.answer_cache import MORNING_HOUR
from daemon.diary import taking_back
from daemon.diary.asking import FROM, Morning, morning_after, never_tells, not_now
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Occasion, Question
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
TUESDAY = MONDAY.replace(day=3)
ANSWERS = {Question.WARMUP: 0, Question.LATE: 0, Question.MINUTES: 20, Question.DISTANCE: None}


@pytest.fixture
def diary() -> Iterator[Diary]:
    with opened(Config(), table_in_force()) as book:
        yield book


def ran(diary: Diary, at: datetime, day: datetime | None = None) -> int:
    number = diary.begin(at, (day or at).date())
    diary.answers(at, number, ANSWERS, By.TYPED)
    return number


@pytest.mark.parametrize(
    ("told", "now", "where"),
    [
        (MONDAY, TUESDAY.replace(hour=2, minute=59), Morning.AHEAD),
        (MONDAY, TUESDAY.replace(hour=3), Morning.HERE),
        (MONDAY, TUESDAY.replace(hour=23, minute=59), Morning.HERE),
        (MONDAY, TUESDAY + timedelta(hours=6), Morning.OVER),
        # Four hours after a late run.
        (MONDAY.replace(hour=23, minute=30), TUESDAY.replace(hour=3, minute=29), Morning.AHEAD),
        (MONDAY.replace(hour=23, minute=30), TUESDAY.replace(hour=3, minute=30), Morning.HERE),
        # A run that is told on the morning itself was none of that night.
        (TUESDAY.replace(hour=8), TUESDAY.replace(hour=8), Morning.HERE),
    ],
)
def test_a_morning_begins_and_ends(
    diary: Diary, told: datetime, now: datetime, where: Morning
) -> None:
    ran(diary, told, MONDAY)
    (run,) = diary.read().history.records
    assert morning_after(run, now) is where
    asked = [occasion for _, occasion in diary.read().waiting(now)]
    assert asked == ([Occasion.NEXT_MORNING] if where is Morning.HERE else [])
    assert bool(diary.read().standing(now).morning_after) is (where is Morning.HERE)


def test_a_kept_answer_knows_when_the_morning_begins() -> None:
    assert FROM.hour == MORNING_HOUR


def test_what_cannot_be_told_now_says_what_to_do(diary: Diary) -> None:
    ran(diary, MONDAY)
    (run,) = diary.read().history.records
    assert not_now(run, MONDAY) == "the morning after Monday's run can be told tomorrow from 03:00"
    later = not_now(run, MONDAY + timedelta(days=9))
    assert "easeback log --amend --at 2026-03-02 --next-day N" in later


def test_today_s_warm_up_does_not_hide_the_morning_of_the_run_before(diary: Diary) -> None:
    run = ran(diary, MONDAY)
    morning = TUESDAY.replace(hour=7)
    diary.note(morning, None, Question.WARMUP, 0, By.SPOKEN)
    (record, occasion), *rest = diary.read().waiting(morning)
    assert (record.id, occasion) == (run, Occasion.NEXT_MORNING)
    assert [occasion for _, occasion in rest] == [Occasion.AFTER_RUN]
    assert diary.recent(morning.date()).waiting(morning) == (record, occasion)


def test_two_runs_of_a_day_need_one_morning(diary: Diary) -> None:
    ran(diary, MONDAY.replace(hour=8))
    second = ran(diary, MONDAY)
    now = TUESDAY.replace(hour=7)
    diary.answer(now, second, Question.NEXT_DAY, 0, By.SPOKEN)
    assert diary.read().waiting(now) == []
    (outcome,) = diary.read().course(now.date()).outcomes
    assert outcome.rules[:1] == ("clear",)
    taking_back.undo(diary, now, diary.read())
    assert [record.attempt.next_day for record in diary.read().history.records] == [None, None]


def test_who_never_tells_the_morning_is_told_after_the_third(diary: Diary) -> None:
    told = []
    for number in range(4):
        at = MONDAY + timedelta(days=3 * number)
        ran(diary, at)
        now = at + timedelta(days=2)
        told.append(never_tells(diary.read().course(now.date()).outcomes, now.date()))
        recent = diary.recent(now.date())
        assert never_tells(recent.course.outcomes, now.date()) is told[-1]
    assert told == [False, False, True, True]
    last = diary.read().history.records[-1]
    diary.answer(MONDAY + timedelta(days=10), last.id, Question.NEXT_DAY, 0, By.TYPED)
    day = (MONDAY + timedelta(days=12)).date()
    assert not never_tells(diary.read().course(day).outcomes, day)
