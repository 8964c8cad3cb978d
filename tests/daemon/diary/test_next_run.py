"""The next run, in words and for programs, and what it could not take into account."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from daemon.diary.course import course_of
from daemon.diary.facts import Damaged
from daemon.diary.history import History, Record
from daemon.diary.next_run import next_json, next_run, run_json
from daemon.diary.questions import Question
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config
from rules.course import Course
from rules.model import Attempt
from rules.numbers import SESSION_MINUTES, default_numbers
from rules.rulebook import default_text, load_rulebook
from rules.rungs import Target

TODAY = date(2026, 3, 2)
STAGES = default_numbers().stages
TABLE = load_rulebook(default_text())


def after(*attempts: Attempt) -> Course:
    """Where the comeback stands today, after attempts of every other day up to yesterday."""
    count = len(attempts)
    days = [TODAY - timedelta(days=1 + 2 * (count - 1 - n)) for n in range(count)]
    records = [Record(n + 1, days[n], each) for n, each in enumerate(attempts)]
    return course_of(Config(), TABLE, History(tuple(records)), TODAY)


def test_a_continuous_run() -> None:
    now = after(Attempt(0, None, 0, 0, minutes=20))
    values = next_json(now)
    assert (values["day"], values["minutes"], values["verdict"]) == ("2026-03-03", 22, "rest")
    assert not {"run", "walk"} & set(values)
    assert "22 minutes" in next_run(Config(), Recent(now), TODAY)


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_a_run_with_walking_has_the_minutes_of_its_turns(stage: int) -> None:
    run, walk = STAGES[stage]
    running = SESSION_MINUTES * run // (run + walk)
    values = run_json(TODAY, Target(running, SESSION_MINUTES, stage), easy=True)
    assert (values["run"], values["walk"]) == (run, walk)
    assert (values["session_minutes"], values["running_minutes"]) == (SESSION_MINUTES, running)


def test_before_the_first_run_and_on_hold_no_day_is_named() -> None:
    assert next_json(after())["day"] is None
    held = next_json(after(Attempt(0, None, 8, 0, minutes=20)))
    assert (held["day"], held["held"], held["verdict"]) == (None, True, "hold")
    assert held["advice"] == ["see_professional"]


def test_an_entry_that_cannot_be_read_is_told_with_it() -> None:
    lost = Damaged(7, "2026-03-01T08:00:00+00:00", "answer", "not JSON")
    whole, part = Recent(after()), Recent(after(), damaged=(lost,))
    said = next_run(Config(), part, TODAY).removeprefix(next_run(Config(), whole, TODAY))
    assert "cannot be read" in said


@pytest.mark.parametrize(
    ("score", "skipped", "said"),
    [
        (3, False, "First run: 20 minutes easy, on the day you choose."),
        (3, True, "No run today, as you said. It stays due: 20 minutes easy."),
        (4, True, "After a warm-up score of 4, today is better without a run. It stays due: 20"),
    ],
)
def test_a_run_that_is_not_made_today_is_not_told_as_today_s(
    score: int, skipped: bool, said: str
) -> None:
    warm_up = Record(1, TODAY, Attempt(score), frozenset({Question.WARMUP}))
    recent = Recent(after(), (warm_up,), skipped=skipped)
    assert next_run(Config(), recent, TODAY).startswith(said)
    ran = replace(warm_up, id=2, attempt=Attempt(0, None, 0), answered=frozenset(Question))
    assert replace(recent, records=(warm_up, ran)).warm_up is None


def test_the_advice_stands_on_a_day_without_a_run() -> None:
    sore = Attempt(2, False, 2, 0, minutes=20)
    recent = Recent(after(sore, sore, sore, sore, sore), skipped=True)
    told = next_run(Config(), recent, recent.course.view().run_day)
    assert "talk to" in told
