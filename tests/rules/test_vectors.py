"""The shipped conformance vectors, run through the engine."""

import json
from importlib.resources import files
from typing import Any

import pytest

from rules.attempt_json import attempt_from_json, decision_to_json
from rules.engine import decide
from rules.model import Settings
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
VECTORS: list[dict[str, Any]] = json.loads(
    (files("rules") / "vectors" / "decide.json").read_text("utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    decision = decide(
        attempt_from_json(vector["attempt"]),
        BOOK,
        Settings(**vector.get("settings", {})),
        **vector.get("before", {}),
    )
    got = decision_to_json(decision)
    assert {key: got[key] for key in vector["expect"]} == vector["expect"]


def test_names_are_unique_and_every_rule_is_covered() -> None:
    names = [vector["name"] for vector in VECTORS]
    assert len(names) == len(set(names))
    seen = {rule for vector in VECTORS for rule in vector["expect"].get("rules", [])}
    assert seen == {rule.id for rule in (*BOOK.rules, BOOK.unknown)}
