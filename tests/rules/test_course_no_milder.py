"""A worse history is nowhere milder: the first two laws of docs/rules.md.

Any ladder, gap, early or double run, comeback, pause and change of settings.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.comeback import Run
from rules.gate import Verdict
from rules.model import Attempt
from tests.rules.histories import MONDAY, Life, lives
from tests.rules.worse import assert_no_milder, worsened

ONE_DAY = timedelta(days=1)


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
