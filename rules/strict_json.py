"""JSON read strictly: a key given twice is a fault, and has its place. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from rules.model import RulesError


class _Repeating(dict[str, Any]):
    """An object in which keys were given twice."""

    repeated: tuple[str, ...] = ()


def read_json(text: str) -> Any:
    """The value that the text states. Raises RulesError: not JSON, or a key given twice."""
    found: list[_Repeating] = []

    def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        keys = [key for key, _ in pairs]
        repeating = _Repeating(value)
        repeating.repeated = tuple(key for key in value if keys.count(key) > 1)
        found.append(repeating)
        return repeating

    try:
        value = json.loads(text, object_pairs_hook=read_object)
    except RecursionError:
        raise RulesError(["nested too deeply"]) from None
    except ValueError as error:
        raise RulesError([f"not JSON: {error}"]) from None
    if found:
        raise RulesError(list(_repeated(value, "")))
    return value


def _repeated(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, _Repeating):
        yield from (f"{at(place, key)}: given twice" for key in value.repeated)
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _repeated(part, at(place, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _repeated(part, f"{place}[{number}]")


def at(place: str, key: str) -> str:
    """The place of a key: "runs[2].late"."""
    return f"{place}.{key[:40]}" if place else key[:40]


def unknown_keys(value: dict[str, Any], known: tuple[str, ...], place: str) -> list[str]:
    """A fault for each key that is not known, with the nearest that is."""
    problems = []
    for key in value:
        if key not in known:
            # Imported here: hardly any key is unknown.
            from difflib import get_close_matches

            near = get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            problems.append(f"{at(place, key)}: unknown key{hint}")
    return problems
