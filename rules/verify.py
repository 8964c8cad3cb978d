"""Conformance vectors: what any program that reads the table must decide. Pure."""

from collections.abc import Sequence
from typing import Any

from rules.attempt_json import attempt_from_json, decision_to_json
from rules.engine import decide
from rules.model import Settings
from rules.rulebook import Rulebook

KEYS = {"name", "clause", "attempt", "settings", "before", "expect"}
_NEEDED = {"name", "clause", "attempt", "expect"}
_EXPECTED = {"rest_days", "load", "rules", "missing", "provisional", "advice"}


def malformed(vectors: Any) -> tuple[str, ...]:
    """Faults in the form of the vectors (see docs/rules-format.md)."""
    if not isinstance(vectors, list) or not vectors:
        return ("expected a list of vectors",)
    found = []
    for number, vector in enumerate(vectors):
        if not isinstance(vector, dict) or not vector.keys() >= _NEEDED:
            found.append(f"vector[{number}]: expected {', '.join(sorted(_NEEDED))}")
        elif not vector.keys() <= KEYS or set(vector["expect"]) != _EXPECTED:
            found.append(f"vector[{number}] {vector['name']}: unknown or missing keys")
    return (*found, *repeated_names(vectors))


def repeated_names(vectors: Sequence[Any]) -> tuple[str, ...]:
    """A fault for each name that more than one vector has."""
    names = [str(vector.get("name")) for vector in vectors if isinstance(vector, dict)]
    return tuple(f"{name}: given twice" for name in sorted(set(names)) if names.count(name) > 1)


def failures(vectors: Sequence[dict[str, Any]], book: Rulebook) -> tuple[str, ...]:
    """Every vector that this table does not meet, with what came out instead."""
    found = []
    for vector in vectors:
        decision = decide(
            attempt_from_json(vector["attempt"]),
            book,
            Settings(**vector.get("settings", {})),
            **vector.get("before", {}),
        )
        got = decision_to_json(decision)
        wrong = {key: got[key] for key, value in vector["expect"].items() if got[key] != value}
        if wrong:
            found.append(f"{vector['name']} ({vector['clause']}): got {wrong}")
    return tuple(found)
