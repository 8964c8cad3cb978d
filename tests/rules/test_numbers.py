"""The numbers of a course: whole, each with its source, and only ever more careful."""

import re

import pytest

from rules.model import RulesError
from rules.numbers import BOUNDS, default_numbers, default_text, load_numbers


def faults(text: str) -> tuple[str, ...]:
    try:
        load_numbers(text)
    except RulesError as refused:
        return refused.problems
    return ()


def changed(name: str, value: object) -> str:
    pattern = rf'(id = "{name}"\nvalue = )\S+'
    text, found = re.subn(pattern, rf"\g<1>{value}", default_text())
    assert found == 1
    return text


def test_what_ships_is_whole_and_has_its_sources() -> None:
    numbers = default_numbers()
    assert numbers.too_much_percent == 110
    assert len(numbers.stages) == 9
    assert default_text().count("\nsource = ") == len(BOUNDS)


@pytest.mark.parametrize(
    ("name", "careful", "careless"),
    [
        ("gap_free_days", 9, 11),
        ("gap_long_percent", 50, 61),
        ("too_much_percent", 105, 111),
        ("whole_percent", 96, 94),
        ("clear_a_stage", 3, 1),
        ("pace_days", 8, 6),
        ("pace_steps", 1, 3),
        ("easy_days_after_drop", 15, 13),
        ("advice_sore", 2, 4),
        ("hold_sore", 1, 3),
    ],
)
def test_a_number_can_only_get_more_careful(name: str, careful: int, careless: int) -> None:
    assert getattr(load_numbers(changed(name, careful)), name) == careful
    [fault] = faults(changed(name, careless))
    assert fault.startswith(f"{name}: expected a whole number")


@pytest.mark.parametrize("name", BOUNDS)
def test_what_ships_is_the_least_careful_that_is_taken(name: str) -> None:
    value = getattr(default_numbers(), name)
    refused = [found for other in (value - 1, value + 1) for found in faults(changed(name, other))]
    assert len(refused) == 1
    assert refused[0].startswith(f"{name}: expected")


@pytest.mark.parametrize("value", ["true", "1.5", '"10"'])
def test_a_number_is_a_whole_one(value: str) -> None:
    assert faults(changed("pace_steps", value)) == ("pace_steps: expected a whole number 1 to 2",)


@pytest.mark.parametrize(
    ("stages", "fault"),
    [
        ("[[1, 4], [2, 3], [30, 0]]", "stages: expected a walk first and 30/0 last"),
        ("[[0, 30], [1, 4], [14, 1]]", "stages: expected a walk first and 30/0 last"),
        ("[[0, 30], [6, 1], [30, 0]]", "stages: 6/1 does not fill 30 minutes"),
        ("[[0, 30], [2, 3], [3, 7], [30, 0]]", "stages: 3/7 has no more running than 2/3"),
        ("[[0, 30], [2, 3], [2, 1], [30, 0]]", "stages: 2/1 has no more running than 2/3"),
        ("[[0, 30], [30, 0]]", "stages: expected at least three pairs of run and walk minutes"),
        ("[[0, 0], [1, 4], [30, 0]]", "stages: expected at least three pairs of run and walk"),
    ],
)
def test_each_stage_has_more_running_and_a_longer_bout(stages: str, fault: str) -> None:
    text = re.sub(r"\nstages = .*", f"\nstages = {stages}", default_text())
    assert faults(text)[0].startswith(fault)


def test_every_fault_is_named() -> None:
    text = changed("pace_steps", 3).replace("format = 1", "format = 2\nextra = 1")
    text = text.replace('goal = "the goal is reached"', "").replace('go = "', "go = 1 # ")
    text = text.replace('id = "pace_days"', 'id = "space_days"')
    assert faults(text) == (
        "extra: unknown key",
        "format: expected 1",
        "number[14].id: 'space_days' is unknown or given twice",
        "pace_steps: expected a whole number 1 to 2",
        "pace_days: missing",
        "why: expected early, too_much, hold, short, stage, pace, goal",
        "gate.go: expected a text",
    )
    assert faults("stages")[0].startswith("not TOML")
    assert "number[0]: expected id, value, source and what" in faults("[[number]]\nid = 1")
