"""Conformance vectors that notice another table, and vectors that are none."""

import json
from importlib.resources import files
from typing import Any

import pytest

from rules.rulebook import default_text, load_rulebook
from rules.verify import failures, malformed

VECTORS = json.loads((files("rules") / "vectors" / "decide.json").read_text("utf-8"))


def test_a_table_that_rests_a_day_more_is_found_out() -> None:
    shipped = load_rulebook(default_text())
    other = load_rulebook(default_text().replace("rest_days = 2", "rest_days = 3"))
    assert not failures(VECTORS, shipped)
    found = failures(VECTORS, other)
    assert found
    assert all("'rest_days': 3" in text for text in found)


@pytest.mark.parametrize("vectors", [[], {}, None, "x"])
def test_what_is_no_list_is_said(vectors: Any) -> None:
    assert malformed(vectors) == ("expected a list of vectors",)


def test_each_fault_in_the_form_is_named() -> None:
    good = VECTORS[0]
    lacking = {key: value for key, value in good.items() if key != "expect"}
    unknown = {**good, "name": "other", "mood": "fine"}
    found = malformed([good, lacking, unknown, 5, good])
    assert [text.split()[0] for text in found[:3]] == ["vector[1]:", "vector[2]", "vector[3]:"]
    assert "given twice" in found[3]
    assert not malformed(VECTORS)
