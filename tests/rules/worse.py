"""Two histories that differ in one thing, and what must be no milder in the worse of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, note
from hypothesis import strategies as st

from rules.attempts import Outcome
from rules.comeback import Pain, Pause, Run
from rules.course import Course, View
from rules.lengths import made
from rules.model import Advice, Attempt
from rules.numbers import default_numbers
from tests.rules.histories import DAYS, Life, day_of, lives

NEVER = date.max


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
        pains = sorted([*history.pains, Pain(day, draw(st.sampled_from([1, 2, 7])))], key=day_of)
        return life, life.changed(pains=tuple(pains)), day
    if kind == "pause":
        pause = Pause(day, day + timedelta(days=draw(st.integers(1, 40))))
        pauses = sorted([*history.pauses, pause], key=lambda each: each.start)
        return life, life.changed(pauses=tuple(pauses)), day
    if kind == "cleared":
        assume(history.cleared)
        day = draw(st.sampled_from(history.cleared))
        left = list(history.cleared)
        left.remove(day)
        return life, life.changed(cleared=tuple(left)), day
    number = draw(st.integers(0, len(history.comebacks) - 1))
    comeback = history.comebacks[number]
    later = (comeback.not_before or comeback.day) + timedelta(days=draw(st.integers(1, 40)))
    comebacks = list(history.comebacks)
    comebacks[number] = replace(comeback, not_before=later)
    return life, life.changed(comebacks=tuple(comebacks)), comeback.day if number else date.min


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
