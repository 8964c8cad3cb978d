"""A worse answer anywhere in a history: nothing after it gets longer, sooner or harder.

The law, for two histories that differ in one answer, worse in the second. After every run the
second history's state is at least as careful (`no_milder`): its target is no longer and on no
higher stage, its easy phase ends no sooner, it counts no fewer drops and still advises where the
first does. If both were run on the same days, its next run comes no sooner; and if both were run
on the days that the plan gave, its n-th run is on no earlier day than the first's n-th. It holds
to the end of the history, not only until the two meet again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine import decide
from rules.ladder import Ladder, Progression, Target, WalkRun
from rules.model import Advice, Attempt, Distance, Load, Settings
from rules.plan import Program, Run, State
from rules.rulebook import default_text, load_rulebook
from tests.rules.test_laws import worse

BOOK = load_rulebook(default_text())
START = date(2026, 3, 2)
LENGTH = 60
FAR = Distance(Decimal(4), "mi")

SCORES = st.sampled_from([None, 0, 0, 0, 0, 1, 4, 8])
ATTEMPTS = st.builds(
    Attempt,
    SCORES,
    st.sampled_from([None, True, True, False]),
    SCORES,
    SCORES,
    st.sampled_from([None, FAR]),
    st.sampled_from([None, None, 0, 3, 12, 20, 30, 60]),
)
SETTINGS = st.builds(
    Settings,
    tolerated_score=st.integers(0, 5),
    bone_stress=st.booleans(),
    plan_rest_days=st.integers(0, 3),
)
LADDERS: list[Progression] = [
    Ladder(),
    Ladder(increase_percent=20, drop_percent=90, floor=1, start=40),
    WalkRun(),
]
Course = Callable[[Program, list[Attempt], list[int]], list[tuple[date, State]]]


def on_the_same_days(
    program: Program, attempts: list[Attempt], gaps: list[int]
) -> list[tuple[date, State]]:
    day, runs = START, []
    for attempt, gap in zip(attempts, gaps, strict=True):
        runs.append(Run(day, attempt))
        day += timedelta(days=gap)
    return [(outcome.next_day, outcome.after) for outcome in program.course(runs)]


def on_the_planned_days(
    program: Program, attempts: list[Attempt], _gaps: list[int]
) -> list[tuple[date, State]]:
    state, found = program.start(), []
    for attempt in attempts:
        state = program.decide(state, Run(state.next_day or START, attempt)).after
        assert state.next_day
        found.append((state.next_day, state))
    return found


def no_milder(careful: State, other: State) -> bool:
    assert careful.easy_until
    assert other.easy_until
    return (
        size(careful.target) <= size(other.target)
        and careful.easy_until >= other.easy_until
        and careful.drops >= other.drops
        and careful.advised >= other.advised
    )


def size(target: Target) -> tuple[int, int, int]:
    return target.minutes, target.stage or 0, target.clear


@pytest.mark.parametrize("course", [on_the_same_days, on_the_planned_days])
@pytest.mark.parametrize("ladder", LADDERS, ids=str)
@given(
    attempts=st.lists(ATTEMPTS, min_size=LENGTH, max_size=LENGTH),
    gaps=st.lists(st.integers(0, 6), min_size=LENGTH, max_size=LENGTH),
    settings=SETTINGS,
    where=st.integers(0, LENGTH - 1),
    weeks=st.sampled_from([0, 4, 8]),
    data=st.data(),
)
def test_one_worse_answer_makes_nothing_after_it_milder(
    course: Course,
    ladder: Progression,
    attempts: list[Attempt],
    gaps: list[int],
    settings: Settings,
    where: int,
    weeks: int,
    data: st.DataObject,
) -> None:
    choices = list(worse(attempts[where], settings))
    if not choices:
        choices = [replace(attempts[where], next_day=10)]
    injected = data.draw(st.sampled_from(choices))
    program = Program(BOOK, settings, ladder, weeks)
    first = course(program, attempts, gaps)
    second = course(program, [*attempts[:where], injected, *attempts[where + 1 :]], gaps)
    for (day, state), (worse_day, worse_state) in zip(first, second, strict=True):
        assert worse_day >= day
        assert no_milder(worse_state, state)


@given(attempts=st.lists(ATTEMPTS, max_size=LENGTH), settings=SETTINGS)
def test_the_same_history_always_gives_the_same_course(
    attempts: list[Attempt], settings: Settings
) -> None:
    program = Program(BOOK, settings, Ladder(), 6)
    runs = [Run(START + timedelta(days=2 * n), attempt) for n, attempt in enumerate(attempts)]
    whole = program.course(runs)
    assert whole == program.course(runs)
    for cut in range(len(runs)):
        middle = whole[cut].before
        assert program.course(runs[cut:], middle) == whole[cut:]


@given(attempts=st.lists(ATTEMPTS, max_size=LENGTH), settings=SETTINGS)
def test_a_course_decides_as_the_engine_does(attempts: list[Attempt], settings: Settings) -> None:
    drops, advised = 0, False
    for outcome in Program(BOOK, settings, Ladder()).course(Run(START, a) for a in attempts):
        expected = decide(
            outcome.run.attempt, BOOK, settings, drops_before=drops, advised_before=advised
        )
        if settings.plan_rest_days >= 1:
            assert outcome.decision == expected
        drops = drops + 1 if expected.load is Load.DROP else 0
        advised = Advice.SEE_PROFESSIONAL in expected.advice
        assert (outcome.after.drops, outcome.after.advised) == (drops, advised)
