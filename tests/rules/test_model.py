"""The values of the decision table refuse what cannot be."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import MAX_TOLERATED, Distance, RulesError, Settings


def test_a_mile_is_the_mile_of_1959() -> None:
    assert Distance(Decimal(1), "mi").metres == Decimal("1609.344")
    assert Distance(Decimal("2.5"), "km").metres == 2500


@given(st.integers(0, MAX_TOLERATED))
def test_a_bone_stress_injury_bears_no_pain(score: int) -> None:
    assert Settings(tolerated_score=score).tolerated == score
    assert Settings(tolerated_score=score, bone_stress=True).tolerated == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"tolerated_score": MAX_TOLERATED + 1},
        {"tolerated_score": -1},
        {"plan_rest_days": 8},
        {"plan_rest_days": -1},
        {"red_flag_score": 0},
        {"red_flag_score": 11},
    ],
)
def test_settings_out_of_bounds_are_named(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(RulesError, match=name):
        Settings(**wrong)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(RulesError) as refused:
        Settings(tolerated_score=-1, plan_rest_days=-1, red_flag_score=0)
    assert len(refused.value.problems) == 3
