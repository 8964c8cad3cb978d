"""Attempts as JSON: both sides of every bound, and what comes back is what went in."""

from typing import Any

import pytest

from rules.attempt_json import attempt_from_json, attempt_to_json
from rules.model import RulesError, Settings

MILES = "attempt.distance"


@pytest.mark.parametrize(
    "values",
    [
        {"warmup": 0, "faded": False, "late": 10, "next_day": None},
        {"minutes": 0},
        {"minutes": 1440},
        {"minutes": 7.5},
        {"distance": {"value": 2.7, "unit": "mi"}},
        {"distance": {"value": 0, "unit": "km"}},
        {"distance": {"value": 1000, "unit": "mi"}},
        {"distance": {"value": 2.5, "unit": "mi"}},
    ],
)
def test_what_goes_in_comes_out(values: dict[str, Any]) -> None:
    told = attempt_to_json(attempt_from_json(values))
    assert {key: told[key] for key in values} == values
    assert all(told[key] is None for key in told if key not in values)
    distance = values.get("distance")
    if distance:
        assert type(told["distance"]["value"]) is type(distance["value"])


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"warmup": -1}, "attempt.warmup"),
        ({"late": 11}, "attempt.late"),
        ({"next_day": True}, "attempt.next_day"),
        ({"next_day": 1.0}, "attempt.next_day"),
        ({"faded": 0}, "attempt.faded"),
        ({"minutes": -0.5}, "attempt.minutes"),
        ({"minutes": 1441}, "attempt.minutes"),
        ({"minutes": float("nan")}, "attempt.minutes"),
        ({"minutes": float("inf")}, "attempt.minutes"),
        ({"minutes": True}, "attempt.minutes"),
        ({"minutes": "20"}, "attempt.minutes"),
        ({"distance": 5}, MILES),
        ({"distance": {}}, MILES),
        ({"distance": {"value": 5}}, MILES),
        ({"distance": {"value": 5, "unit": "km", "x": 1}}, MILES),
        ({"distance": {"value": None, "unit": "km"}}, f"{MILES}.value"),
        ({"distance": {"value": 1001, "unit": "km"}}, f"{MILES}.value"),
        ({"distance": {"value": 5, "unit": "m"}}, f"{MILES}.unit"),
        ({"distance": {"value": 5, "unit": ["km"]}}, f"{MILES}.unit"),
        ({"warmpu": 1}, "attempt: unknown key 'warmpu'; did you mean 'warmup'?"),
    ],
)
def test_what_is_refused_is_named(values: dict[str, Any], place: str) -> None:
    with pytest.raises(RulesError) as caught:
        attempt_from_json(values)
    (problem,) = caught.value.problems
    assert problem.startswith(place)


@pytest.mark.parametrize(
    ("values", "good"),
    [
        ({"tolerated_score": 0}, True),
        ({"tolerated_score": 5}, True),
        ({"tolerated_score": -1}, False),
        ({"tolerated_score": 6}, False),
        ({"plan_rest_days": 0}, True),
        ({"plan_rest_days": 7}, True),
        ({"plan_rest_days": -1}, False),
        ({"plan_rest_days": 8}, False),
        ({"red_flag_score": 1}, True),
        ({"red_flag_score": 10}, True),
        ({"red_flag_score": 0}, False),
        ({"red_flag_score": 11}, False),
    ],
)
def test_settings_hold_on_both_sides(values: dict[str, Any], good: bool) -> None:
    if good:
        Settings(**values)
    else:
        with pytest.raises(RulesError):
            Settings(**values)
