"""How a question is asked, missed, confirmed, corrected and left."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from daemon.diary.facts import By
from daemon.diary.questions import KIND, Occasion, Question
from daemon.session import dialogue
from daemon.session.actions import Action, Ask, Note, Say, TakeBack, WaitUntil
from daemon.session.events import Answered, Command, NotUnderstood
from daemon.session.machine import begin_questions, begin_routine
from daemon.session.routine import build
from daemon.session.state import About, Phase, Session
from daemon.settings.steps import Step
from rules.model import Attempt, Settings
from voice.language.kinds import CommandName, Kind

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def asking() -> Session:
    """At the first question after a run."""
    session, _ = begin_questions(Occasion.AFTER_RUN, Settings(), Attempt(), frozenset())
    return session


def hurting() -> Session:
    """At the question about pain, in the middle of a warm-up."""
    routine = build([Step("Walk", "Go.", seconds=30), Step("Jog", "Easy.", seconds=60)])
    going, _ = begin_routine(Settings(), routine, NOW)
    session, _ = dialogue.ask_pain(going, Phase.GUIDING, NOW)
    return session


def asks(actions: tuple[Action, ...]) -> list[Ask]:
    return [action for action in actions if isinstance(action, Ask)]


def notes(actions: tuple[Action, ...]) -> list[tuple[Question, object]]:
    return [(one.question, one.value) for one in actions if isinstance(one, Note)]


def test_what_is_not_understood_twice_is_typed() -> None:
    session, actions = dialogue.miss(asking(), NotUnderstood(), NOW)
    assert asks(actions) == [Ask(Question.WARMUP, Kind.SCORE)]
    session, actions = dialogue.miss(session, NotUnderstood(), NOW)
    assert session.phase is Phase.TYPING
    assert asks(actions) == [Ask(Question.WARMUP, Kind.SCORE, typed=True)]
    session, actions = dialogue.type_again(session, NotUnderstood(), NOW)
    assert session.phase is Phase.TYPING
    assert asks(actions) == [Ask(Question.WARMUP, Kind.SCORE, typed=True)]


def test_on_the_way_what_is_not_understood_twice_holds_up_nobody() -> None:
    session, _ = dialogue.miss(hurting(), NotUnderstood(), NOW)
    session, actions = dialogue.miss(session, NotUnderstood(), NOW)
    assert session.phase is Phase.GUIDING
    assert notes(actions) == []
    assert any(isinstance(action, WaitUntil) for action in actions)


@pytest.mark.parametrize("name", [CommandName.REPEAT, CommandName.HELP, CommandName.NEXT])
def test_a_command_that_answers_nothing_has_the_question_asked_again(name: CommandName) -> None:
    session, actions = dialogue.command(asking(), Command(name), NOW)
    assert asks(actions) == [Ask(Question.WARMUP, Kind.SCORE)]
    assert (notes(actions), session.answered) == ([], frozenset())


def test_skip_is_an_answer_after_a_run_and_none_on_the_way() -> None:
    _, actions = dialogue.command(asking(), Command(CommandName.SKIP), NOW)
    assert notes(actions) == [(Question.WARMUP, None)]
    session, actions = dialogue.command(hurting(), Command(CommandName.SKIP), NOW)
    assert notes(actions) == []
    assert session.phase is Phase.GUIDING


@pytest.mark.parametrize("question", Question)
def test_each_question_listens_for_its_kind_of_answer(question: Question) -> None:
    _, actions = dialogue.ask(asking(), question, Say("?"))
    assert asks(actions) == [Ask(question, KIND[question])]


def test_an_answer_that_is_not_sure_is_stored_by_a_yes_alone() -> None:
    heard = Answered(3, False, By.SPOKEN)
    session, actions = dialogue.answer(asking(), heard, NOW)
    assert asks(actions) == [Ask(Question.WARMUP, Kind.YESNO, confirms=heard)]
    assert notes(actions) == []
    _, actions = dialogue.confirm(session, Answered(True, True, By.SPOKEN), NOW)
    assert notes(actions) == [(Question.WARMUP, 3)]
    again, actions = dialogue.confirm(session, Answered(False, True, By.SPOKEN), NOW)
    assert (notes(actions), again.question) == ([], Question.WARMUP)


def noted() -> Session:
    """A three that was spoken and read back."""
    session, actions = dialogue.answer(asking(), Answered(3, True, By.SPOKEN), NOW)
    assert asks(actions) == [Ask(Question.WARMUP, Kind.YESNO, moment=dialogue.CORRECTION_SECONDS)]
    return session


def test_a_no_takes_back_what_was_read_back() -> None:
    session, actions = dialogue.noted(noted(), Answered(False, True, By.SPOKEN), NOW)
    assert TakeBack(Question.WARMUP) in actions
    assert (session.answered, session.question) == (frozenset(), Question.WARMUP)
    _, by_name = dialogue.noted_command(noted(), Command(CommandName.CHANGE), NOW)
    assert TakeBack(Question.WARMUP) in by_name


def test_another_answer_takes_its_place() -> None:
    _, actions = dialogue.noted(noted(), Answered(4, True, By.SPOKEN), NOW)
    assert actions[0] == TakeBack(Question.WARMUP)
    assert notes(actions) == [(Question.WARMUP, 4)]


def test_silence_lets_it_stand() -> None:
    session, actions = dialogue.noted(noted(), NotUnderstood(), NOW)
    assert not any(isinstance(action, TakeBack) for action in actions)
    assert (session.attempt.warmup, session.question) == (3, Question.FADED)


def test_what_nobody_answers_stays_open() -> None:
    session, actions = dialogue.leave_open(asking(), None, NOW)
    assert session.phase is Phase.FINISHED
    assert (notes(actions), session.answered) == ([], frozenset())


@pytest.mark.parametrize("question", Question)
def test_help_says_what_a_question_is_about(question: Question) -> None:
    session = replace(asking(), question=question)
    _, actions = dialogue.command(session, Command(CommandName.HELP), NOW)
    (say,) = (action for action in actions if isinstance(action, Say))
    assert say.text.startswith("This is ")
    assert "Say " in say.text


@pytest.mark.parametrize(("unit", "example"), [("mi", "miles"), ("km", "kilometers")])
def test_the_example_is_in_the_runner_s_unit(unit: str, example: str) -> None:
    session = replace(asking(), question=Question.DISTANCE, about=About(unit=unit))
    _, (say, ask) = dialogue.miss(session, NotUnderstood(), NOW)
    assert isinstance(say, Say)
    assert example in say.text
    assert isinstance(ask, Ask)
    assert ask.unit == unit


def test_what_is_read_back_is_what_is_stored() -> None:
    session = replace(asking(), told=2)
    _, actions = dialogue.answer(session, Answered(0, True, By.TYPED), NOW)
    assert notes(actions) == [(Question.WARMUP, 2)]
    said = [action.text for action in actions if isinstance(action, Say)]
    assert said[0] == "Two stays noted, as you told on the way."


def test_the_warm_up_s_score_is_asked_for_as_such_after_the_run() -> None:
    run = begin_questions(Occasion.AFTER_RUN, Settings(), Attempt(), frozenset())
    warm_up = begin_questions(Occasion.AFTER_WARMUP, Settings(), Attempt(), frozenset())
    said = [actions[0].text for _, actions in (run, warm_up) if isinstance(actions[0], Say)]
    assert said == ["How much did it hurt in the warm-up, zero to ten?", "Pain from zero to ten?"]
