"""What was heard ten times is said short."""

from datetime import UTC, datetime, timedelta

import pytest

from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.session.talk import ENOUGH, answers_are_short, strength_steps, warm_up_steps
from daemon.settings.choices import Talk
from daemon.settings.config import Config, Voice
from daemon.settings.rulebook import table_in_force
from daemon.settings.steps import Step

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
STEPS = [Step("Walk", "Around the house.", seconds=60)]


def told(diary: Diary) -> tuple[bool, bool, bool]:
    """Whether answers, the warm-up and the strength work are short."""
    read = diary.read()
    (warm_up,), (strength,) = warm_up_steps(read, STEPS), strength_steps(read, STEPS)
    return answers_are_short(read), warm_up.how == "", strength.how == ""


@pytest.fixture(params=Talk)
def talk(request: pytest.FixtureRequest) -> Talk:
    return Talk(request.param)


def test_short_from_the_eleventh_time_on_unless_it_is_wanted_otherwise(talk: Talk) -> None:
    with opened(Config(voice=Voice(talk=talk)), table_in_force()) as diary:
        at_first = told(diary)
        for number in range(ENOUGH):
            at = NOW - timedelta(days=3 * number)
            diary.answer(at, diary.begin(at), Question.WARMUP, 0, By.SPOKEN)
            diary.strength_done(at, diary.read())
        always = talk is Talk.SHORT
        assert at_first == (always, always, always)
        later = talk is not Talk.FULL
        # Each stage of the strength work has exercises that are new.
        assert told(diary) == (later, later, always)
