"""A warm-up alone is no run."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.settings.config import Config, parse_config
from daemon.settings.rulebook import table_in_force
from rules.gate import Verdict
from rules.model import Load

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
RAN = {Question.WARMUP: 0, Question.LATE: 0, Question.MINUTES: 20, Question.DISTANCE: None}
CLEAR = {**RAN, Question.NEXT_DAY: 0}


@pytest.fixture
def diary() -> Iterator[Diary]:
    with opened(Config(), table_in_force()) as book:
        run = book.begin(MONDAY)
        book.answers(MONDAY, run, CLEAR, By.TYPED)
        yield book


def warm_up(diary: Diary, score: int | None, at: datetime = THURSDAY) -> int:
    return diary.note(at, None, Question.WARMUP, score, By.SPOKEN)


@pytest.mark.parametrize(("score", "days"), [(0, 0), (0, 1), (6, 0), (None, 0), (None, 1)])
def test_it_changes_nothing(diary: Diary, score: int | None, days: int) -> None:
    today = (THURSDAY + timedelta(days=days)).date()
    before = diary.read()
    warm_up(diary, score)
    after = diary.read()
    assert after.course(today) == before.course(today)
    assert after.ahead(today) == before.ahead(today)
    assert after.told(today) == before.told(today)
    assert diary.recent(today).course == after.course(today)
    assert after.course(today).may_run(today) is Verdict.GO
    late = THURSDAY + timedelta(days=days, hours=8)
    assert bool(after.waiting(late)) is (days == 0)


def test_pain_in_it_counts_from_the_next_day_on_as_pain_of_any_day(diary: Diary) -> None:
    """Sore warm-ups on three mornings running left the plan as it was, without advice."""
    for days in range(2):
        warm_up(diary, 5, THURSDAY + timedelta(days=days))
    today = (THURSDAY + timedelta(days=2)).date()
    now = diary.read().course(today).view()
    (last,) = diary.read().course(today).outcomes
    assert last.load is not Load.INCREASE
    assert now.target.running <= last.planned.running
    assert diary.recent(today).course == diary.read().course(today)


def test_the_reminders_of_its_day_know_its_score(diary: Diary) -> None:
    """A run day was announced to who had just been told to leave the run."""
    warm_up(diary, 6)
    read = diary.read()
    assert read.standing(THURSDAY).warm_up == 6
    assert read.standing(THURSDAY + timedelta(days=1)).warm_up is None


@pytest.mark.parametrize("days", [0, 1])
def test_a_red_flag_of_it_holds_running(diary: Diary, days: int) -> None:
    today = (THURSDAY + timedelta(days=days)).date()
    warm_up(diary, 7)
    now = diary.read().course(today)
    assert now.view().held
    assert now.outcomes[-1].day == THURSDAY.date()


def test_any_pain_of_a_bone_counts_from_the_next_day_on() -> None:
    bone = parse_config("[runner]\nbone_stress = true\n", "config.toml")
    with opened(bone, table_in_force()) as book:
        run = book.begin(MONDAY)
        book.answers(MONDAY, run, CLEAR, By.TYPED)
        warm_up(book, 1)
        read = book.read()
        # On its day it is asked about before a run.
        assert read.course(THURSDAY.date()).may_run(THURSDAY.date()) is Verdict.GO
        assert read.course((THURSDAY + timedelta(days=1)).date()).view().advised


def test_a_red_flag_is_one_by_the_settings_of_its_day(diary: Diary) -> None:
    warm_up(diary, 6)
    strict = parse_config("[rules]\nred_flag_score = 5\n", "config.toml")
    with opened(strict, table_in_force()) as book:
        assert not book.read().course((THURSDAY + timedelta(days=1)).date()).view().held


def test_beside_a_run_of_the_day_its_pain_is_the_run_s(diary: Diary) -> None:
    warm_up(diary, 3)
    run = diary.begin(THURSDAY)
    diary.answers(THURSDAY, run, {**CLEAR, Question.FADED: True}, By.TYPED)
    today = THURSDAY.date()
    outcome = diary.read().course(today).outcomes[-1]
    assert outcome.attempt.attempt.warmup == 3
    assert outcome.decision.missing == ()
    assert diary.read().told(today)[today].warmup == 3


def test_a_run_told_later_makes_it_a_run(diary: Diary) -> None:
    number = warm_up(diary, 2)
    diary.answer(THURSDAY, number, Question.FADED, True, By.TYPED)
    today = THURSDAY.date()
    assert diary.read().course(today).may_run(today) is Verdict.DONE
