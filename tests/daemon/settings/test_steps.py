"""Exercises as the settings give them; the first fault has its place."""

from typing import Any

import pytest

from daemon.settings.steps import Step, steps_from_toml

MARCH = {"name": "March", "how": "Knees up.", "seconds": 60}


def test_timed_and_counted_ones() -> None:
    march, bridge = steps_from_toml(
        [MARCH, {"name": "B", "how": "Up.", "reps": 10, "rep_seconds": 2, "sides": ["left"]}]
    )
    assert march == Step("March", "Knees up.", seconds=60)
    assert (march.side_seconds, bridge.side_seconds) == (60, 20)
    assert bridge.sides == ("left",)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"how": 3},
        {"seconds": -1},
        {"seconds": True},
        {"seconds": 3601},
        {"seconds": 0},
        {"reps": 5},
        {"reps": 2.5, "seconds": 0, "rep_seconds": 2},
        {"sets": 0},
        {"sets": 11},
        {"rest": 601},
        {"sides": [1]},
        {"tempo": "fast"},
    ],
)
def test_a_fault_is_named_with_its_row(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"step\[1\]"):
        steps_from_toml([MARCH, {**MARCH, **changed}])


@pytest.mark.parametrize("rows", [[], None, "March", {}])
def test_there_is_at_least_one(rows: Any) -> None:
    with pytest.raises(ValueError, match="at least one step"):
        steps_from_toml(rows)


def test_a_row_is_a_table() -> None:
    with pytest.raises(ValueError, match=r"step\[0\]"):
        steps_from_toml(["March"])
