"""A JSON object, read strictly: a line between two processes is understood or refused. Pure."""

import json
from typing import Any


def json_object(text: str | bytes) -> dict[str, Any]:
    """The one object that a text (bytes: in UTF-8) is.

    Raises ValueError: not JSON (NaN and Infinity are none), another value, a key given twice, or
    nested too deeply.
    """
    if isinstance(text, bytes):
        # What json would make of UTF-16 is not what was agreed on.
        text = text.decode("utf-8")
    try:
        values = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError("expected a JSON object")
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key is given twice")
    return values


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
