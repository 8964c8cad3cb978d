"""The laws of docs/rules.md over whole histories.

Any ladder, gap, early or double run, comeback, pause and change of settings.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, example, given, note, settings
from hypothesis import strategies as st

from rules.attempts import Outcome
from rules.comeback import Comeback, History, Pain, Pause, Run, SettingsFact
from rules.course import Course, View
from rules.gate import Verdict
from rules.lengths import made
from rules.model import Advice, Attempt, Load
from rules.numbers import default_numbers
from rules.rungs import Target
from tests.rules.histories import COMEBACKS, DAYS, MONDAY, SETTINGS, Life, lives

NEVER = date.max
ONE_DAY = timedelta(days=1)


def careful(outcome: Outcome) -> tuple[int, ...]:
    """What may not get less careful after a run: each number is no more in the worse history."""
    return (
        outcome.planned.running,
        outcome.next.running,
        -outcome.due.toordinal(),
        -outcome.held,
        -(Advice.SEE_PROFESSIONAL in outcome.advice),
        -outcome.early,
        -outcome.easy,
    )


def careful_today(view: View) -> tuple[int, ...]:
    due = (view.due or NEVER).toordinal()
    return (-due, -view.held, -view.advised)


def careful_then(view: View) -> tuple[int, ...]:
    return (view.target.running, -view.easy)


def next_run_day(better: Course, worse: Course) -> date:
    """A day on which the next run can be made in both histories.

    Where the worse one is due later, its weeks may be over by then, or it may be Saturday.
    """
    day = max(better.today, worse.today)
    while (later := max(better.view(day).run_day, worse.view(day).run_day)) > day:
        day = later
    return day


def assert_no_milder(better: Life, worse: Life, day: date) -> None:
    """Nothing on or after the day, nor today, is milder in the worse of two histories."""
    assume(not are_apart(better, worse))
    before, after = better.course, worse.course
    outcomes = {outcome.day: outcome for outcome in after.outcomes}
    for outcome in before.outcomes:
        if outcome.day >= day:
            other = outcomes[outcome.day]
            note(f"{outcome}\n{other}")
            assert all(b <= a for a, b in zip(careful(outcome), careful(other), strict=True))
    day = next_run_day(before, after)
    note(f"{before.view()}\n{after.view()}\nthe next run on {day}")
    today = zip(careful_today(before.view()), careful_today(after.view()), strict=True)
    then = zip(careful_then(before.view(day)), careful_then(after.view(day)), strict=True)
    assert all(b <= a for a, b in [*today, *then])


def are_apart(better: Life, worse: Life) -> bool:
    """Whether the histories are of the two kinds for which law 1 is not true (docs/rules.md).

    One on a stage, whose half hour is less running and more time than the minutes of the other:
    more can be done before it is far too much. And a step that the pace refused although a part of
    it was left.
    """
    others = {outcome.day: outcome.planned for outcome in worse.course.outcomes}
    longer = any(
        each.day in others and each.planned.session < others[each.day].session
        for each in better.course.outcomes
    )
    return longer or refuses_a_part(better) or refuses_a_part(worse)


def refuses_a_part(life: Life) -> bool:
    outcomes = life.course.outcomes
    for outcome in outcomes:
        if outcome.rules[-1] in ("pace", "short"):
            first = outcome.day - timedelta(days=6)
            low = min(each.planned.running for each in outcomes if first <= each.day <= outcome.day)
            steps = 1 if outcome.attempt.tolerated > 2 else 2
            rungs = life.terms(outcome.day).rungs(outcome.planned)
            run = made(outcome.planned, outcome.attempt.minutes, default_numbers())
            wanted = min(rungs.above(low, steps), rungs.above(run.counted))
            if wanted > outcome.planned.running:
                return True
    return False


@st.composite
def worsened(draw: st.DrawFn) -> tuple[Life, Life, date]:
    """A history, one with one thing worse, and the day of that."""
    life = draw(lives())
    history = life.history
    kind = draw(st.sampled_from(["answer", "answer", "pain", "cleared", "pause", "not_before"]))
    if kind == "answer":
        assume(history.runs)
        number = draw(st.integers(0, len(history.runs) - 1))
        run = history.runs[number]
        attempt = draw(worse_answers(run.attempt, _is_whole(life, run.day)))
        runs = (*history.runs[:number], Run(run.day, attempt), *history.runs[number + 1 :])
        return life, life.with_runs(runs), run.day
    day = draw(DAYS)
    if kind == "pain":
        pains = sorted([*history.pains, Pain(day, draw(st.sampled_from([1, 2, 7])))], key=_day)
        return life, _changed(life, pains=tuple(pains)), day
    if kind == "pause":
        pause = Pause(day, day + timedelta(days=draw(st.integers(1, 40))))
        pauses = sorted([*history.pauses, pause], key=lambda each: each.start)
        return life, _changed(life, pauses=tuple(pauses)), day
    if kind == "cleared":
        assume(history.cleared)
        day = draw(st.sampled_from(history.cleared))
        left = list(history.cleared)
        left.remove(day)
        return life, _changed(life, cleared=tuple(left)), day
    number = draw(st.integers(0, len(history.comebacks) - 1))
    comeback = history.comebacks[number]
    later = (comeback.not_before or comeback.day) + timedelta(days=draw(st.integers(1, 40)))
    comebacks = list(history.comebacks)
    comebacks[number] = replace(comeback, not_before=later)
    return life, _changed(life, comebacks=tuple(comebacks)), comeback.day if number else date.min


def worse_answers(attempt: Attempt, whole: bool) -> st.SearchStrategy[Attempt]:
    """Attempts with one answer worse: a score higher, a zero, yes or distance not known, ..."""
    worse = []
    for name in ("warmup", "late", "next_day"):
        score: int | None = getattr(attempt, name)
        changed: list[Any] = [None] if score == 0 else []
        if score is not None:
            changed += [each for each in (1, 2, 3, 7, 9) if each > score]
        worse += [replace(attempt, **{name: each}) for each in changed]
    if attempt.faded is not False:
        worse.append(replace(attempt, faded=False))
    if attempt.faded:
        worse.append(replace(attempt, faded=None))
    if attempt.distance:
        worse.append(replace(attempt, distance=None))
    if whole and attempt.minutes:
        worse.append(replace(attempt, minutes=attempt.minutes - 1))
    assume(worse)
    return st.sampled_from(worse)


def _is_whole(life: Life, day: date) -> bool:
    """Whether the day's run was whole and can be no more than 110 % of anything."""
    made = [outcome for outcome in life.course.outcomes if outcome.day == day]
    if not made or made[0].attempt.minutes is None:
        return False
    minutes, session = made[0].attempt.minutes, made[0].planned.session
    return 95 * session <= 100 * minutes <= 110 * session


def _changed(life: Life, **facts: Any) -> Life:
    return replace(life, history=replace(life.history, **facts))


def _day(fact: Any) -> date:
    day: date = fact.day
    return day


@settings(max_examples=100)
@given(worsened())
def test_a_worse_answer_or_fact_makes_nothing_milder_for_ever(
    drawn: tuple[Life, Life, date],
) -> None:
    assert_no_milder(*drawn)


@settings(max_examples=60)
@given(
    lives(),
    st.data(),
    st.sampled_from([None, 0, 5, 15, 20, 30, 60]),
    st.sampled_from([0, None]),
)
def test_an_early_run_without_pain_makes_nothing_milder(
    life: Life, data: st.DataObject, minutes: int | None, score: int | None
) -> None:
    runs = life.history.runs
    after = [MONDAY, *(run.day for run in runs)]
    day = data.draw(st.sampled_from(after)) + data.draw(st.sampled_from([1, 2, 3])) * ONE_DAY
    assume(day <= life.today and all(run.day != day for run in runs))
    assume(replace(life, today=day).course.may_run(day) is not Verdict.GO)
    last = max((run.day for run in runs if run.day < day), default=None)
    following = min((run.day for run in runs if run.day > day), default=life.course.view().run_day)
    assume(last is None or following - last <= timedelta(days=10))
    # Pain told before the next run is then pain of the early one.
    assume(
        not any(
            (last is None or last <= pain.day) and pain.day <= following
            for pain in life.history.pains
        )
    )
    early = Run(day, Attempt(score, None, score, score, None, minutes))
    assert_no_milder(life, life.with_runs([*runs, early]), day)


@settings(max_examples=40)
@given(lives(), st.data(), st.sampled_from([None, 0, 5, 15, 20, 30, 60]))
def test_a_second_run_of_a_day_is_worth_a_step_at_most(
    life: Life, data: st.DataObject, minutes: int | None
) -> None:
    made = life.course.outcomes
    assume(made)
    before = data.draw(st.sampled_from(made))
    again = Run(before.day, Attempt(0, None, 0, 0, None, minutes))
    twice = life.with_runs([*life.history.runs, again])
    [after] = [each for each in twice.course.outcomes if each.day == before.day]
    rungs = life.terms(before.day).rungs(before.planned)
    most = max(before.next.running, before.planned.running)
    assert after.next.running <= rungs.above(most)
    assert after.due >= before.due - ONE_DAY


@settings(max_examples=40)
@given(lives(), st.lists(st.integers(0, 200), min_size=2, max_size=6))
def test_a_longer_gap_never_gives_more(life: Life, days: list[int]) -> None:
    views = [life.course.view(life.today + timedelta(days=each)) for each in sorted(days)]
    running = [view.target.running for view in views if not view.is_long]
    assert running == sorted(running, reverse=True)


@settings(max_examples=40)
@given(lives())
def test_a_drop_is_less_than_planned_and_than_run(life: Life) -> None:
    for outcome in life.course.outcomes:
        if outcome.load is Load.DROP:
            shortest = life.terms(outcome.day).rungs(outcome.planned).shortest
            less = outcome.next.running < min(outcome.planned.running, _ran(outcome))
            assert less or outcome.next.running <= shortest


def _ran(outcome: Outcome) -> int:
    """Running minutes of the shortest run with pain, or of all."""
    planned: Target = outcome.planned
    told = outcome.attempt.sore_minutes or (outcome.attempt.minutes,)
    minutes = min(planned.session if each is None else each for each in told)
    if planned.stage is None:
        return minutes
    return planned.running * min(minutes, planned.session) // planned.session


@settings(max_examples=40)
@given(lives(), SETTINGS, DAYS)
def test_settings_change_nothing_before_their_day(life: Life, changed: Any, day: date) -> None:
    facts = sorted([*life.history.settings, SettingsFact(day, changed)], key=_day)
    _assert_same_before(life, _changed(life, settings=tuple(facts)), day)


@settings(max_examples=40)
@given(lives(), COMEBACKS)
def test_a_new_comeback_changes_nothing_before_its_day(life: Life, comeback: Any) -> None:
    first, *others = life.history.comebacks
    assume(comeback.day > first.day)
    later = sorted([*others, comeback], key=_day)
    _assert_same_before(life, _changed(life, comebacks=(first, *later)), comeback.day)


def _assert_same_before(life: Life, other: Life, day: date) -> None:
    before = [outcome for outcome in life.course.outcomes if outcome.day < day]
    assert before == [outcome for outcome in other.course.outcomes if outcome.day < day]


# A pause without an end that begins on the day due, seen from the day before.
AWAY_FROM_THE_DAY_DUE = Life(
    History((Comeback(MONDAY, not_before=MONDAY),), pauses=(Pause(MONDAY),)), MONDAY - ONE_DAY
)


@settings(max_examples=40)
@given(lives(), st.integers(0, 30))
@example(AWAY_FROM_THE_DAY_DUE, 0)
def test_the_day_due_is_the_first_to_go_unless_held(life: Life, later: int) -> None:
    now = life.course
    view = now.view(life.today + timedelta(days=later))
    if view.due is None:
        days = (life.today + timedelta(days=later + ahead) for ahead in range(400))
        assert Verdict.GO not in map(now.may_run, days)
        return
    held = now.standing.is_held(view.due.toordinal())
    assert now.may_run(view.due) in ({Verdict.HOLD} if held else {Verdict.GO, Verdict.DONE})
    day = life.today + ONE_DAY
    while day < view.due:
        assert now.may_run(day) is not Verdict.GO or day < life.today + timedelta(days=later)
        day += ONE_DAY


@settings(max_examples=40)
@given(lives())
def test_steps_are_single_and_stay_within_the_goal(life: Life) -> None:
    before: Outcome | None = None
    long_run = None
    for outcome in life.course.outcomes:
        terms = life.terms(outcome.day)
        rungs, usual = terms.rungs(outcome.planned), terms.comeback.usual
        assert outcome.next.running <= rungs.goal
        assert outcome.next.running <= rungs.above(outcome.planned.running)
        assert (outcome.load is Load.INCREASE) == (outcome.next.running > outcome.planned.running)
        if outcome.is_long:
            assert usual is not None
            assert usual.longest is not None
            assert outcome.planned.running <= usual.longest
            assert outcome.planned.running <= rungs.above(long_run or rungs.goal)
            long_run = outcome.planned.running
        else:
            assert outcome.planned.running <= rungs.goal
            if before and life.terms(before.day).comeback == terms.comeback:
                assert outcome.planned.running <= before.next.running
        before = outcome
