"""Facts that do not go together are refused where they are made."""

import pytest

from rules.comeback import PlanSettings, UsualWeek
from rules.model import RulesError


@pytest.mark.parametrize(
    ("usual", "goal", "long_run"),
    [
        (UsualWeek(4, 120, 60), 20, 60),
        (UsualWeek(4, 122, 60), 20, 60),
        (UsualWeek(4, 123, 60), 21, 60),
        (UsualWeek(4, 120), 30, None),
        (UsualWeek(4, 120, 30), 30, None),
        (UsualWeek(4, 120, 31), 29, 31),
        (UsualWeek(1, 60, 60), 60, None),
        (UsualWeek(1, 60, 20), 60, None),
        (UsualWeek(3, 50), 16, None),
    ],
)
def test_what_the_longest_leaves_for_the_others(
    usual: UsualWeek, goal: int, long_run: int | None
) -> None:
    assert (usual.goal, usual.long_run) == (goal, long_run)


@pytest.mark.parametrize(
    ("runs", "minutes", "longest", "place"),
    [
        (0, 60, None, "runs"),
        (15, 600, None, "runs"),
        (3, 2, None, "minutes"),
        (3, 6001, None, "minutes"),
        (3, 60, 59, "longest"),
        (3, 60, 0, "longest"),
        (1, 60, 61, "longest"),
    ],
)
def test_a_week_that_cannot_be(runs: int, minutes: int, longest: int | None, place: str) -> None:
    with pytest.raises(RulesError, match=f"^{place}"):
        UsualWeek(runs, minutes, longest)
    UsualWeek(3, 60, 58)


def test_settings_that_do_not_go_together() -> None:
    with pytest.raises(RulesError) as refused:
        PlanSettings(
            tolerated_score=3,
            red_flag_score=3,
            ladder="steep",
            floor_minutes=21,
            drop_percent=9,
            run_days=("mo",),
        )
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "drop_percent",
        "ladder",
        "run_days",
        "start_minutes",
        "tolerated_score",
    ]
    PlanSettings(tolerated_score=5, red_flag_score=0)
    PlanSettings(tolerated_score=5, red_flag_score=6)
