"""Conformance vectors of a course: what any program that follows the rules decides. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from rules.course import course
from rules.course_json import course_to_json, history_from_json
from rules.model import RulesError
from rules.rulebook import Rulebook
from rules.verify import repeated_names

KEYS = {"name", "clause", "input", "expect"}


def malformed(vectors: Any) -> tuple[str, ...]:
    """Faults in the form of the vectors (see docs/rules-format.md)."""
    if not isinstance(vectors, list) or not vectors:
        return ("expected a list of vectors of a course",)
    found = [
        f"course vector[{number}]: expected {', '.join(sorted(KEYS))}"
        for number, vector in enumerate(vectors)
        if not isinstance(vector, dict) or vector.keys() != KEYS
    ]
    return (*found, *repeated_names(vectors))


def failures(vectors: Sequence[dict[str, Any]], book: Rulebook) -> tuple[str, ...]:
    """Every vector that the course does not meet, with the place of the first difference."""
    found = []
    for vector in vectors:
        try:
            today, history = history_from_json(vector["input"])
        except RulesError as error:
            wrong: str | None = f"input: {error.problems[0]}"
        else:
            got = course_to_json(course(history, today, book))
            wrong = next(_differences(vector["expect"], got, ""), None)
        if wrong:
            found.append(f"{vector['name']} ({vector['clause']}): {wrong}")
    return tuple(found)


def _differences(expected: Any, got: Any, place: str) -> Iterator[str]:
    """In the order of what is expected; what is there besides is no difference."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key, value in expected.items():
            its = f"{place}.{key}" if place else key
            if key in got:
                yield from _differences(value, got[key], its)
            else:
                yield f"{its}: expected {value!r}, got none"
    elif isinstance(expected, list) and isinstance(got, list):
        for number, (value, other) in enumerate(zip(expected, got, strict=False)):
            yield from _differences(value, other, f"{place}[{number}]")
        if len(expected) != len(got):
            yield f"{place}: expected {len(expected)} entries, got {len(got)}"
    elif expected != got or isinstance(expected, bool) != isinstance(got, bool):
        yield f"{place}: expected {expected!r}, got {got!r}"
