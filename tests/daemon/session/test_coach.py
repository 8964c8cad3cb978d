"""What the coach makes of a command, in a routine and in its pause."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from daemon.base.words import words
from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.session import coach, dialogue
from daemon.session.actions import Ask, Say, TickOff, WaitUntil
from daemon.session.events import Answered, Command
from daemon.session.machine import begin_routine
from daemon.session.routine import build, build_run, build_strength
from daemon.session.state import About, Phase, Session
from daemon.settings.steps import Step
from rules.model import Settings
from voice.language.kinds import CommandName

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
STEPS = [Step("Walk", "Go.", seconds=30), Step("Jog", "Easy.", seconds=60)]


def going() -> Session:
    session, _ = begin_routine(Settings(), build(STEPS), NOW)
    return session


def paused() -> Session:
    session, _ = coach.command(going(), Command(CommandName.PAUSE), NOW + timedelta(seconds=5))
    return session


@pytest.mark.parametrize("name", CommandName)
def test_every_command_leads_somewhere(name: CommandName) -> None:
    for session, actions in (
        coach.command(going(), Command(name), NOW),
        coach.paused_command(paused(), Command(name), NOW),
    ):
        # It has ended, or something is waited for.
        waits = any(isinstance(action, WaitUntil | Ask) for action in actions)
        assert waits != (session.phase is Phase.FINISHED)


def test_a_pause_takes_no_time_of_the_routine() -> None:
    back, _ = coach.paused_command(
        paused(), Command(CommandName.RESUME), NOW + timedelta(minutes=9)
    )
    assert back.phase is Phase.GUIDING
    assert back.elapsed_at(NOW + timedelta(minutes=9)) == pytest.approx(
        going().elapsed_at(NOW + timedelta(seconds=5))
    )


@pytest.mark.parametrize("name", [CommandName.HOW_LONG, CommandName.LOUDER, CommandName.DONE])
def test_in_a_pause_what_says_nothing_of_going_on_does_not(name: CommandName) -> None:
    session, _ = coach.paused_command(paused(), Command(name), NOW)
    assert session.phase is Phase.PAUSED


def test_pain_is_asked_for_at_once_and_the_routine_waits() -> None:
    session, actions = coach.command(going(), Command(CommandName.OUCH), NOW)
    (ask,) = (action for action in actions if isinstance(action, Ask))
    assert ask.question is Question.WARMUP
    assert session.back is Phase.PAUSED


def test_strength_work_is_ticked_off_only_at_its_end() -> None:
    begun, first = begin_routine(Settings(), build_strength(STEPS), NOW)
    assert TickOff() not in first
    last = replace(begun, cue=len(begun.routine.cues) - 1) if begun.routine else begun
    ended, actions = coach.cue_due(last, None, NOW)
    assert ended.phase is Phase.FINISHED
    assert actions[0] == TickOff()
    stopped, actions = coach.command(begun, Command(CommandName.STOP), NOW)
    assert stopped.phase is Phase.FINISHED
    assert actions == (Say(words("routine.stopped")),)


@pytest.mark.parametrize("name", [CommandName.NEXT, CommandName.SKIP])
def test_next_does_not_end_a_run(name: CommandName) -> None:
    """Nothing could take that back; between two turns it goes on to the next."""
    turns = [Step("Run", seconds=600), Step("Walk", seconds=60)]
    session, _ = begin_routine(Settings(), build_run(turns), NOW)
    at = NOW + timedelta(seconds=7)
    for _ in range(3):
        session, actions = coach.command(session, Command(name), at)
        assert session.phase is Phase.GUIDING
    assert not session.complete
    (waits,) = (action for action in actions if isinstance(action, WaitUntil))
    assert waits.cue is not None
    assert waits.cue.text.startswith("This is the last part, ")


def test_answers_are_read_back_short_where_that_is_wanted() -> None:
    session, _ = begin_routine(Settings(), build(STEPS), NOW, about=About(short=True))
    session, _ = coach.command(session, Command(CommandName.OUCH), NOW)
    _, actions = dialogue.answer(session, Answered(3, True, By.TYPED), NOW)
    assert [action.text for action in actions if isinstance(action, Say)] == ["Three."]
