"""The session machine, driven by events alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.facts import By
from daemon.diary.questions import Occasion, Question
from daemon.session.actions import (
    Action,
    Adjust,
    Ask,
    Note,
    Say,
    TakeBack,
    TickOff,
    WaitUntil,
)
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.machine import TRANSITIONS, IllegalEvent, begin_questions, begin_routine, step
from daemon.session.routine import build, build_run, build_strength
from daemon.session.state import Phase, Result, Session
from daemon.settings.steps import Step
from rules.model import Attempt, Settings
from voice.base.tone import ToneName
from voice.language.kinds import CommandName, Kind

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
WARMUP = build([Step("Walk", "Go.", seconds=30), Step("Jog", "Easy.", seconds=60)])
COMMANDS = "pause resume next back repeat skip stop ouch help start slower louder change".split()
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(CueDue),
    st.builds(Command, st.sampled_from([*COMMANDS, "how long"])),
    st.builds(Answered, st.sampled_from([0, 3, 9, True]), st.booleans(), st.just(By.SPOKEN)),
    st.builds(NotUnderstood),
    st.builds(Unanswered),
)


def sure(value: object) -> Answered:
    return Answered(value, True, By.TYPED)


def said(value: object) -> Answered:
    return Answered(value, True, By.SPOKEN)


def after_run(attempt: Attempt, *answered: Question) -> Result:
    return begin_questions(Occasion.AFTER_RUN, Settings(), attempt, frozenset(answered))


def warm_up(settings: Settings | None = None) -> Result:
    return begin_routine(settings or Settings(), WARMUP, NOW)


def drive(result: Result, *events: Event) -> tuple[Result, list[Action]]:
    actions = list(result[1])
    for event in events:
        result = step(result[0], event, NOW)
        actions += result[1]
    return result, actions


def records(actions: list[Action]) -> list[tuple[Question, object]]:
    return [(a.question, a.value) for a in actions if isinstance(a, Note)]


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
    assert isinstance(actions[0], Note)
    assert isinstance(actions[1], Say)


def test_an_unsure_answer_costs_a_question() -> None:
    unsure = Answered(3, False, By.SPOKEN)
    (session, actions), _ = drive(after_run(Attempt()), unsure)
    assert session.phase is Phase.CONFIRMING
    assert not records(list(actions))
    assert records(drive((session, ()), sure(True))[1]) == [(Question.WARMUP, 3)]
    (refused, _), _ = drive((session, ()), sure(False))
    assert (refused.phase, refused.question) == (Phase.ASKING, Question.WARMUP)


def test_who_is_asked_whether_it_is_right_may_say_what_is() -> None:
    _, actions = drive(after_run(Attempt()), Answered(3, False, By.SPOKEN), sure(4))
    assert records(actions) == [(Question.WARMUP, 4)]


def test_twice_not_understood_goes_to_the_keyboard_and_may_stay_open() -> None:
    (session, actions), _ = drive(after_run(Attempt()), NotUnderstood(), NotUnderstood())
    assert session.phase is Phase.TYPING
    assert actions[-1] == Ask(Question.WARMUP, Kind.SCORE, typed=True)
    assert records(drive((session, ()), sure(4))[1]) == [(Question.WARMUP, 4)]
    assert drive((session, ()), Unanswered())[0][0].phase is Phase.FINISHED


def test_a_confirmation_that_is_not_understood_stores_nothing() -> None:
    _, actions = drive(after_run(Attempt()), Answered(3, False, By.SPOKEN), NotUnderstood())
    assert records(actions) == []


@pytest.mark.parametrize(
    ("score", "bone", "stops"),
    [(6, False, False), (7, False, True), (0, True, False), (1, True, True)],
)
def test_too_much_pain_in_the_warmup_stops_the_session(score: int, bone: bool, stops: bool) -> None:
    session, _ = warm_up(Settings(bone_stress=bone))
    _, actions = drive((session, ()), Command(CommandName.OUCH), sure(score))
    assert ((Question.FADED, False) in records(actions)) == stops


def due(actions: tuple[Action, ...]) -> WaitUntil:
    """What is waited for at the end of these actions."""
    waiting = actions[-1]
    assert isinstance(waiting, WaitUntil)
    return waiting


def test_the_warmup_runs_on_absolute_times_to_the_pain_question() -> None:
    result = warm_up()
    for cue in WARMUP.cues:
        waiting = due(result[1])
        assert (waiting.at, waiting.cue) == (NOW + timedelta(seconds=cue.at), cue)
        result = step(result[0], CueDue(), NOW + timedelta(seconds=cue.at + 9))
    assert result[0].question is Question.WARMUP


def test_a_pause_moves_everything_after_it() -> None:
    (session, _), _ = drive(warm_up(), CueDue())
    paused, _ = step(session, Command(CommandName.PAUSE), NOW + timedelta(seconds=1))
    resumed, actions = step(paused, Command(CommandName.RESUME), NOW + timedelta(seconds=61))
    assert due(actions).cue is not None
    going, actions = step(resumed, CueDue(), NOW + timedelta(seconds=61))
    assert due(actions).at == NOW + timedelta(seconds=60 + WARMUP.cues[1].at)
    assert going.cue == session.cue


@pytest.mark.parametrize(
    ("name", "goes_to"), [(CommandName.NEXT, 1), (CommandName.REPEAT, 0), (CommandName.BACK, 0)]
)
def test_steps_can_be_walked(name: CommandName, goes_to: int) -> None:
    (session, _), _ = drive(warm_up(), CueDue(), CueDue())
    moved, actions = step(session, Command(name), NOW)
    assert WARMUP.cues[moved.cue].step == goes_to
    assert due(actions).at == NOW


def test_a_reply_between_the_cues_holds_none_of_them_up() -> None:
    (session, before), _ = drive(warm_up(), CueDue())
    asking, actions = step(session, Command(CommandName.HOW_LONG), NOW)
    reply = due(actions).cue
    assert reply is not None
    assert reply.text == "2 minutes left."
    assert step(asking, CueDue(), NOW)[1] == before


def test_slower_speech_keeps_the_time_to_the_next_cue_and_every_hold() -> None:
    (session, before), _ = drive(warm_up(), CueDue())
    slow, (adjust, _) = step(session, Command(CommandName.SLOWER), NOW)
    assert isinstance(adjust, Adjust)
    assert adjust.pace < 1
    (_, after), _ = drive((slow, ()), CueDue())
    assert due(after).at == due(before).at
    holds = [
        end.at - start.at
        for routine in (WARMUP, slow.routine)
        if routine
        for start, end in pairwise([cue for cue in routine.cues if cue.tone])
        if start.tone == "start"
    ]
    assert holds == pytest.approx([30, 60, 30, 60])


@pytest.mark.parametrize(
    ("name", "louder"), [(CommandName.LOUDER, True), (CommandName.QUIETER, False)]
)
def test_loudness_has_bounds(name: CommandName, louder: bool) -> None:
    (session, _), actions = drive(warm_up(), *[Command(name)] * 20)
    volumes = [action.volume for action in actions if isinstance(action, Adjust)]
    assert volumes == sorted(volumes, reverse=not louder)
    assert session.volume == (3.0 if louder else 0.2)


def test_pain_on_the_way_is_noted_and_waits_until_the_runner_goes_on() -> None:
    (paused, _), actions = drive(warm_up(), CueDue(), Command(CommandName.OUCH), sure(4))
    assert records(actions) == [(Question.WARMUP, 4)]
    assert paused.phase is Phase.PAUSED
    # Asked again, it cannot become less: it did hurt.
    _, actions = drive((paused, ()), Command(CommandName.OUCH), sure(2))
    assert records(actions) == [(Question.WARMUP, 4)]


def test_an_answer_that_was_read_back_can_be_taken_back_for_a_moment() -> None:
    (session, actions), _ = drive(after_run(Attempt()), said(3))
    assert session.phase is Phase.NOTED
    assert isinstance(actions[0], Note)
    (asking, actions), _ = drive((session, ()), said(False))
    assert actions[0] == TakeBack(Question.WARMUP)
    assert (asking.phase, asking.question) == (Phase.ASKING, Question.WARMUP)
    (going_on, _), _ = drive((session, ()), NotUnderstood())
    assert going_on.question is Question.FADED
    _, corrected = drive((session, ()), sure(4))
    assert corrected[0] == TakeBack(Question.WARMUP)
    assert records(corrected) == [(Question.WARMUP, 4)]


RUN = build_run([Step("Run", seconds=60, tone=ToneName.RUN), Step("Walk", seconds=60, asks=True)])


def go(bone: bool = False) -> Result:
    return begin_routine(Settings(bone_stress=bone), RUN, NOW)


def to_the_break(result: Result) -> Result:
    while result[0].phase is Phase.GUIDING:
        at = due(result[1]).at
        assert at is not None
        result = step(result[0], CueDue(), at)
    return result


def test_a_walk_break_asks_about_pain_and_the_run_goes_on_by_the_clock() -> None:
    session, actions = to_the_break(go())
    assert actions[-1] == Ask(Question.LATE, Kind.SCORE)
    later = NOW + timedelta(seconds=RUN.cues[session.cue - 1].at + 20)
    going, actions = step(session, sure(2), later)
    assert records(list(actions)) == [(Question.LATE, 2)]
    waiting = due(actions)
    assert waiting.cue is not None
    assert waiting.at == NOW + timedelta(seconds=waiting.cue.at)
    assert waiting.at > later
    assert going.told == 2


@pytest.mark.parametrize(("bone", "score", "ends"), [(True, 1, True), (False, 6, False)])
def test_pain_ends_a_run_where_the_injury_bears_none(bone: bool, score: int, ends: bool) -> None:
    session, _ = to_the_break(go(bone))
    (ended, _), _ = drive((session, ()), sure(score))
    assert (ended.phase is Phase.FINISHED) == ends


def test_a_break_in_which_nobody_answers_goes_by() -> None:
    session, _ = to_the_break(go())
    (going, _), actions = drive((session, ()), NotUnderstood(), NotUnderstood())
    assert going.phase is Phase.GUIDING
    assert not records(actions)


def test_only_minutes_that_were_run_are_counted() -> None:
    skipping, _ = step(go()[0], Command(CommandName.NEXT), NOW)
    later = NOW + timedelta(seconds=60)
    stopped, _ = step(skipping, Command(CommandName.STOP), later)
    assert stopped.counted == 1


def test_counted_minutes_are_offered() -> None:
    known = frozenset({Question.WARMUP, Question.LATE})
    attempt = Attempt(warmup=0, late=0)
    offered = begin_questions(Occasion.AFTER_RUN, Settings(), attempt, known, counted=28)
    assert records(drive(offered, sure(True))[1]) == [(Question.MINUTES, 28)]
    (asking, _), actions = drive(offered, sure(False))
    assert (asking.phase, asking.question) == (Phase.ASKING, Question.MINUTES)
    assert not records(actions)


def test_strength_work_is_ticked_off_at_its_end_only() -> None:
    strength = build_strength([Step("Bridge", "Up.", reps=3, rep_seconds=2, sets=2, rest=10)])
    begun = begin_routine(Settings(), strength, NOW)
    _, actions = drive(begun, *[CueDue()] * len(strength.cues))
    assert [action for action in actions if isinstance(action, TickOff)] == [TickOff()]
    _, actions = drive(begun, CueDue(), Command(CommandName.STOP))
    assert TickOff() not in actions


STARTS = st.sampled_from(
    [warm_up(), warm_up(Settings(bone_stress=True)), go(), after_run(Attempt())]
)


def fitting(session: Session, event: Event) -> Event:
    """Answers have the form that the question asks for: the parser sees to that."""
    if not isinstance(event, Answered):
        return event
    if session.phase in (Phase.CONFIRMING, Phase.NOTED) or session.question is Question.FADED:
        return replace(event, value=bool(event.value))
    if session.question is Question.DISTANCE:
        return replace(event, value={"value": 2, "unit": "km"})
    return replace(event, value=int(event.value))


@given(STARTS, st.lists(EVENTS, max_size=60))
def test_any_story_is_legal_or_refused_and_never_stuck(begun: Result, events: list[Event]) -> None:
    result, stored = begun, set[Question]()
    for event in events:
        session = result[0]
        try:
            result = step(session, fitting(session, event), NOW)
        except IllegalEvent:
            assert (session.phase, type(event)) not in TRANSITIONS
            continue
        for action in result[1]:
            if isinstance(action, Note):
                again = session.told is not None
                assert action.question not in stored or again
                stored.add(action.question)
            elif isinstance(action, TakeBack):
                stored.remove(action.question)
        if result[0].phase is not Phase.FINISHED:
            assert isinstance(result[1][-1], Ask | WaitUntil)
            stopped, _ = step(result[0], Command(CommandName.STOP), NOW)
            assert stopped.phase is Phase.FINISHED
