"""The conformance vectors of the course, run through it."""

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rules.course import course
from rules.course_json import course_to_json, history_from_json
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())


def _shipped(name: str) -> Any:
    return json.loads((files("rules") / "vectors" / name).read_text("utf-8"))


VECTORS: list[dict[str, Any]] = _shipped("course.json")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    today, history = history_from_json(vector["input"])
    got = course_to_json(course(history, today, BOOK))
    expect = vector["expect"]
    assert len(got["runs"]) == len(expect["runs"])
    shown = [
        {key: run[key] for key in wanted}
        for run, wanted in zip(got["runs"], expect["runs"], strict=True)
    ]
    assert shown == expect["runs"]
    assert {key: got["today"][key] for key in expect["today"]} == expect["today"]


def test_vectors_are_in_their_form() -> None:
    Draft202012Validator(_shipped("course-schema.json")).validate(VECTORS)
    names = [vector["name"] for vector in VECTORS]
    assert len(names) == len(set(names))
