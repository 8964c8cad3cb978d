"""Which attempts a check-in is about."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daemon.base.errors import EasebackError
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Occasion, Question
from daemon.session.about import about, unfinished
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
RAN = {Question.WARMUP: 0, Question.LATE: 0, Question.MINUTES: 20, Question.DISTANCE: None}


@pytest.fixture
def diary() -> Iterator[Diary]:
    with opened(Config(), table_in_force()) as book:
        yield book


def asked(diary: Diary, now: datetime, **how: bool) -> list[tuple[int | None, Occasion]]:
    parts = about(diary.read(), now, **how)
    return [(record.id if record else None, occasion) for record, occasion in parts]


def test_a_run_not_noted_yet_unless_all_of_today_s_is_told(diary: Diary) -> None:
    new = [(None, Occasion.AFTER_RUN)]
    assert asked(diary, MONDAY) == new
    run = diary.begin(MONDAY)
    assert asked(diary, MONDAY) == [(run, Occasion.AFTER_RUN)]
    diary.answers(MONDAY, run, RAN, By.TYPED)
    assert asked(diary, MONDAY) == []
    assert asked(diary, MONDAY, new_run=True) == new
    assert unfinished(diary.read(), MONDAY.date()) is None


def test_a_new_run_is_the_one_of_the_warm_up_that_was_told(diary: Diary) -> None:
    warm_up = diary.note(MONDAY, None, Question.WARMUP, 2, By.SPOKEN)
    assert asked(diary, MONDAY, new_run=True) == [(warm_up, Occasion.AFTER_RUN)]
    later = MONDAY + timedelta(days=1)
    assert asked(diary, later, new_run=True) == asked(diary, later) == [(None, Occasion.AFTER_RUN)]
    with pytest.raises(EasebackError, match="no run to ask about"):
        about(diary.read(), later, next_day=True)


def test_the_morning_is_asked_for_again_where_it_can_be_told(diary: Diary) -> None:
    run = diary.begin(MONDAY)
    diary.answers(MONDAY, run, {**RAN, Question.NEXT_DAY: 0}, By.TYPED)
    morning = [(run, Occasion.NEXT_MORNING)]
    assert asked(diary, MONDAY + timedelta(hours=14), next_day=True) == morning
    for hours in (1, 31):
        with pytest.raises(EasebackError, match="morning after"):
            about(diary.read(), MONDAY + timedelta(hours=hours), next_day=True)
