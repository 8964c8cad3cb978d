"""The session machine, driven by events alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.actions import Action, Ask, Record, Say, WaitUntil
from daemon.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.questions import Part, Question
from daemon.session import (
    TRANSITIONS,
    IllegalEvent,
    Phase,
    Result,
    begin_questions,
    begin_warmup,
    step,
)
from daemon.warmup import Step, build
from rules.model import Attempt, Settings

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
WARMUP = build([Step("Walk", "Go.", seconds=30), Step("Jog", "Easy.", seconds=60)])
COMMANDS = "pause resume next back repeat skip stop ouch help start slower".split()
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(CueDue),
    st.builds(Command, st.sampled_from([*COMMANDS, "how long"])),
    st.builds(Answered, st.sampled_from([0, 3, 9, True]), st.booleans(), st.just("spoken")),
    st.builds(NotUnderstood),
    st.builds(Unanswered),
)


def sure(value: object) -> Answered:
    return Answered(value, True, "spoken")


def after_run(attempt: Attempt, *answered: Question) -> Result:
    return begin_questions(Part.AFTER_RUN, Settings(), WARMUP, attempt, frozenset(answered))


def drive(result: Result, *events: Event) -> tuple[Result, list[Action]]:
    actions = list(result[1])
    for event in events:
        result = step(result[0], event, NOW)
        actions += result[1]
    return result, actions


def records(actions: list[Action]) -> list[tuple[Question, object]]:
    return [(a.question, a.value) for a in actions if isinstance(a, Record)]


def test_all_questions_after_a_run_with_pain() -> None:
    miles = {"value": 2.5, "unit": "mi"}
    (session, _), actions = drive(after_run(Attempt()), *map(sure, [3, True, 0, 20, miles]))
    assert session.phase is Phase.FINISHED
    assert records(actions) == [
        (Question.WARMUP, 3),
        (Question.FADED, True),
        (Question.LATE, 0),
        (Question.MINUTES, 20),
        (Question.DISTANCE, miles),
    ]


def test_nothing_that_was_answered_is_asked_again() -> None:
    session, actions = after_run(Attempt(warmup=0), Question.WARMUP)
    assert session.question is Question.LATE
    assert isinstance(actions[-1], Ask)


def test_an_answer_is_stored_before_it_is_acknowledged() -> None:
    _, actions = step(after_run(Attempt())[0], sure(3), NOW)
    assert isinstance(actions[0], Record)
    assert isinstance(actions[1], Say)


def test_an_unsure_answer_costs_a_question() -> None:
    unsure = Answered(3, False, "spoken")
    (session, actions), _ = drive(after_run(Attempt()), unsure)
    assert session.phase is Phase.CONFIRMING
    assert not records(list(actions))
    assert records(drive((session, ()), sure(True))[1]) == [(Question.WARMUP, 3)]
    (refused, _), _ = drive((session, ()), sure(False))
    assert (refused.phase, refused.question) == (Phase.ASKING, Question.WARMUP)


def test_twice_not_understood_goes_to_the_keyboard_and_may_stay_open() -> None:
    (session, actions), _ = drive(after_run(Attempt()), NotUnderstood(), NotUnderstood())
    assert session.phase is Phase.TYPING
    assert actions[-1] == Ask(Question.WARMUP, "score", typed=True)
    assert records(drive((session, ()), sure(4))[1]) == [(Question.WARMUP, 4)]
    assert drive((session, ()), Unanswered())[0][0].phase is Phase.FINISHED


def test_a_confirmation_that_is_not_understood_stores_nothing() -> None:
    _, actions = drive(after_run(Attempt()), Answered(3, False, "spoken"), NotUnderstood())
    assert records(actions) == []


@pytest.mark.parametrize(
    ("score", "bone", "stops"),
    [(6, False, False), (7, False, True), (0, True, False), (1, True, True)],
)
def test_too_much_pain_in_the_warmup_stops_the_session(score: int, bone: bool, stops: bool) -> None:
    session, _ = begin_warmup(Settings(bone_stress=bone), WARMUP, NOW)
    _, actions = drive((session, ()), Command("ouch"), sure(score))
    assert ((Question.FADED, False) in records(actions)) == stops


def test_the_warmup_runs_on_absolute_times_to_the_pain_question() -> None:
    result = begin_warmup(Settings(), WARMUP, NOW)
    for cue in WARMUP.cues:
        assert result[1][-1] == WaitUntil(NOW + timedelta(seconds=cue.at))
        result = step(result[0], CueDue(), NOW + timedelta(seconds=cue.at + 9))
    assert result[0].question is Question.WARMUP


def test_a_pause_moves_everything_after_it() -> None:
    (session, _), _ = drive(begin_warmup(Settings(), WARMUP, NOW), CueDue())
    paused, _ = step(session, Command("pause"), NOW + timedelta(seconds=2))
    resumed, actions = step(paused, Command("resume"), NOW + timedelta(seconds=62))
    assert actions[-1] == WaitUntil(NOW + timedelta(seconds=60 + WARMUP.cues[1].at))
    assert resumed.cue == session.cue


@pytest.mark.parametrize(("name", "goes_to"), [("next", 1), ("repeat", 0), ("back", 0)])
def test_steps_can_be_walked(name: str, goes_to: int) -> None:
    (session, _), _ = drive(begin_warmup(Settings(), WARMUP, NOW), CueDue(), CueDue())
    moved, actions = step(session, Command(name), NOW)
    assert WARMUP.cues[moved.cue].step == goes_to
    assert actions[-1] == WaitUntil(NOW)


@given(st.lists(EVENTS, max_size=60), st.booleans())
def test_any_story_is_legal_or_refused_and_never_stuck(events: list[Event], walk: bool) -> None:
    result = begin_warmup(Settings(), WARMUP, NOW) if walk else after_run(Attempt())
    for event in events:
        session = result[0]
        if isinstance(event, Answered):
            wants_bool = session.phase is Phase.CONFIRMING or session.question is Question.FADED
            event = replace(event, value=bool(event.value) if wants_bool else int(event.value))
            if session.question is Question.DISTANCE and session.phase is not Phase.CONFIRMING:
                event = replace(event, value={"value": 2, "unit": "km"})
        try:
            result = step(session, event, NOW)
        except IllegalEvent:
            assert (session.phase, type(event)) not in TRANSITIONS
            continue
        if result[0].phase is not Phase.FINISHED:
            assert isinstance(result[1][-1], Ask | WaitUntil)
