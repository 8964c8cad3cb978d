"""The duration ladder and its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ladder import STAGES, Ladder, Target, WalkRun, next_minutes
from rules.model import Load, RulesError


@pytest.mark.parametrize(
    ("minutes", "load", "after"),
    [
        (20, Load.INCREASE, 22),
        (9, Load.INCREASE, 10),
        (44, Load.INCREASE, 45),
        (20, Load.DROP, 15),
        (6, Load.DROP, 5),
        (5, Load.DROP, 5),
        (20, Load.REPEAT, 20),
    ],
)
def test_steps(minutes: int, load: Load, after: int) -> None:
    assert next_minutes(minutes, load, Ladder()) == after


@given(st.integers(5, 45), st.integers(1, 20), st.integers(10, 90))
def test_a_lower_load_is_never_longer(minutes: int, up: int, down: int) -> None:
    ladder = Ladder(increase_percent=up, drop_percent=down)
    drop, repeat, increase = (next_minutes(minutes, load, ladder) for load in Load)
    assert 5 <= drop <= repeat <= increase <= 45


def test_unsafe_bounds_are_refused_all_at_once() -> None:
    with pytest.raises(RulesError) as caught:
        Ladder(floor=0, increase_percent=21, drop_percent=9)
    with pytest.raises(RulesError):
        Ladder(increase_percent=0)
    assert len(caught.value.problems) == 3


UP, SAME, DOWN = Load.INCREASE, Load.REPEAT, Load.DROP


@pytest.mark.parametrize(
    ("loads", "stage"),
    [
        ([UP], 0),
        ([UP, UP], 1),
        ([UP, SAME, UP], 1),
        ([UP, UP, UP], 1),
        ([UP, UP, DOWN], 0),
        ([UP, UP, UP, DOWN, UP], 0),
        ([DOWN, DOWN], 0),
        ([UP] * 40, len(STAGES) - 1),
    ],
)
def test_a_stage_asks_for_two_clear_attempts(loads: list[Load], stage: int) -> None:
    ladder = WalkRun()
    target = ladder.first()
    for load in loads:
        target = ladder.after(target, None, load)
    assert (target.minutes, target.stage) == (30, stage)


def test_a_stage_that_was_cut_short_is_not_done() -> None:
    target = WalkRun().after(WalkRun().after(WalkRun().first(), 30, UP), 12, UP)
    assert target == Target(30, 0, clear=1)


def test_the_bouts_of_the_stages_grow() -> None:
    turns = [run for run, _ in STAGES]
    assert turns == sorted(set(turns))


@pytest.mark.parametrize(
    ("minutes", "load", "clear"),
    [
        (None, Load.INCREASE, 1),
        (30, Load.INCREASE, 1),
        (35, Load.INCREASE, 1),
        (29.5, Load.INCREASE, 0),
        (30, Load.REPEAT, 0),
        (None, Load.REPEAT, 0),
    ],
)
def test_a_stage_counts_clear_runs_to_its_end(
    minutes: float | None, load: Load, clear: int
) -> None:
    assert WalkRun().after(Target(30, 2), minutes, load) == Target(30, 2, clear)


def test_percentages_are_of_a_hundred() -> None:
    long = Ladder(goal=600)
    assert next_minutes(600, Load.DROP, long) == 450
    assert next_minutes(500, Load.INCREASE, long) == 550


def test_a_step_is_a_whole_percentage() -> None:
    assert next_minutes(495, Load.INCREASE, Ladder(goal=600, increase_percent=20)) == 594
    assert next_minutes(10, Load.DROP, Ladder(drop_percent=10)) == 9


def test_a_drop_goes_back_one_stage() -> None:
    assert WalkRun().after(Target(30, 5, 1), None, Load.DROP) == Target(30, 4)


@pytest.mark.parametrize(
    ("bounds", "good"),
    [
        ({"increase_percent": 1}, True),
        ({"increase_percent": 0}, False),
        ({"increase_percent": 20}, True),
        ({"increase_percent": 21}, False),
        ({"drop_percent": 10}, True),
        ({"drop_percent": 9}, False),
        ({"drop_percent": 90}, True),
        ({"drop_percent": 91}, False),
        ({"floor": 1}, True),
        ({"floor": 0}, False),
        ({"goal": 600}, True),
        ({"goal": 601}, False),
        ({"floor": 20, "goal": 20}, True),
        ({"floor": 30, "goal": 20}, False),
    ],
)
def test_bounds_hold_on_both_sides(bounds: dict[str, int], good: bool) -> None:
    if good:
        Ladder(**bounds)
    else:
        with pytest.raises(RulesError):
            Ladder(**bounds)
