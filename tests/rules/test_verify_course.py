"""Conformance vectors of a course: what differs is said with its place."""

import json
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from rules.rulebook import default_text, load_rulebook
from rules.verify_course import failures, malformed

VECTORS = json.loads((files("rules") / "vectors" / "course.json").read_text("utf-8"))
BOOK = load_rulebook(default_text())
# Two runs, the second of which lengthens.
[VECTOR] = [each for each in VECTORS if each["name"] == "two clear attempts a stage"]


def test_the_shipped_ones_are_met() -> None:
    assert not malformed(VECTORS)
    assert not failures(VECTORS, BOOK)


@pytest.mark.parametrize("vectors", [[], {}, None, "x"])
def test_what_is_no_list_is_said(vectors: Any) -> None:
    assert malformed(vectors) == ("expected a list of vectors of a course",)


def test_each_fault_in_the_form_is_named() -> None:
    found = malformed([VECTOR, {**VECTOR, "mood": "fine"}, 5])
    assert [text.split(":")[0] for text in found] == [
        "course vector[1]",
        "course vector[2]",
        "two clear attempts a stage",
    ]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["runs", 1, "next", "stage"], 3, "runs[1].next.stage: expected 3, got 2"),
        (["runs", 0, "held"], 0, "runs[0].held: expected 0, got False"),
        (["runs", 1, "rules", 0], "faded", "runs[1].rules[0]: expected 'faded', got 'clear'"),
        (["runs", 0, "rules"], ["clear"], "runs[0].rules: expected 1 entries, got 2"),
        (["runs", 0, "mood"], "fine", "runs[0].mood: expected 'fine', got none"),
        (["today", "target"], None, "today.target: expected None, got {"),
        (["today", "advice"], ["rest"], "today.advice: expected 1 entries, got 0"),
    ],
)
def test_the_first_difference_has_its_place(path: list[Any], value: Any, said: str) -> None:
    vector = deepcopy(VECTOR)
    place = vector["expect"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    vector["expect"]["today"]["easy"] = "no"
    [found] = failures([vector], BOOK)
    assert found.startswith(f"two clear attempts a stage (C9): {said}")


def test_an_input_that_is_none_is_said_with_its_place() -> None:
    vector = deepcopy(VECTOR)
    vector["input"]["runs"][1]["late"] = 11
    [found] = failures([vector], BOOK)
    assert "input: runs[1].late: expected a whole number 0 to 10" in found
