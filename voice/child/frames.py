"""Messages as lines: a JSON object each, with its kind and the number of the request. Pure.

A line that is no message is refused, never guessed at: an unknown kind or field, one that is
missing, a value of another type.
"""

import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from voice.base.json_object import json_object
from voice.child import messages
from voice.child.messages import Reply, Request
from voice.ears.heard import Heard

REQUESTS: Mapping[str, type[Request[Any]]] = {
    "say": messages.Say,
    "tone": messages.Tone,
    "play": messages.Play,
    "listen": messages.Listen,
    "train": messages.Train,
    "keep": messages.Keep,
    "learn": messages.Learn,
    "hear_as": messages.HearAs,
    "prepare": messages.Prepare,
    "probe": messages.Probe,
    "adjust": messages.Adjust,
    "hush": messages.Hush,
    "cancel": messages.Cancel,
    "ping": messages.Ping,
    "quit": messages.Quit,
}
REPLIES: Mapping[str, type[Reply]] = {
    "said": messages.Said,
    "silence": messages.Silence,
    "heard": Heard,
    "overheard": messages.Overheard,
    "trained": messages.Trained,
    "kept": messages.Kept,
    "prepared": messages.Prepared,
    "probed": messages.Probed,
    "done": messages.Done,
    "failed": messages.Failed,
    "begun": messages.Begun,
    "sounding": messages.Sounding,
    "listening": messages.Listening,
}
_KINDS = {kind: name for table in (REQUESTS, REPLIES) for name, kind in table.items()}


class BadFrame(ValueError):
    """A line that is no message; `number` is its request's, where that could be read."""

    def __init__(self, reason: str, number: int | None = None) -> None:
        super().__init__(reason)
        self.number = number


def line(number: int | None, message: Request[Any] | Reply) -> bytes:
    """A message about the request of this number."""
    values = asdict(cast("Any", message))
    frame = {"id": number, "is": _KINDS[type(message)], **values}
    return json.dumps(frame, allow_nan=False).encode() + b"\n"


def request_from(text: str | bytes) -> tuple[int | None, Request[Any]]:
    """A request and its number. Raises BadFrame."""
    return _message(text, REQUESTS)


def reply_from(text: str | bytes) -> tuple[int | None, Reply]:
    """A reply and the number of what it answers. Raises BadFrame."""
    return _message(text, REPLIES)


def _message(text: str | bytes, kinds: Mapping[str, Any]) -> tuple[int | None, Any]:
    try:
        values = json_object(text)
    except ValueError:
        raise BadFrame("expected a JSON object") from None
    number = values.pop("id", None)
    if not (number is None or type(number) is int):
        raise BadFrame("id: expected a whole number")
    kind = kinds.get(str(values.pop("is", None)))
    if kind is None:
        raise BadFrame(f"is: expected one of {', '.join(kinds)}", number)
    try:
        return number, _read(kind, values)
    except ValueError as error:
        raise BadFrame(f"{_KINDS[kind]}: {error}", number) from None


def _read(wanted: Any, value: Any) -> Any:
    """A value of JSON as this type. Raises ValueError where it is none."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _first(inside, value)
    if origin is tuple and isinstance(value, list):
        return tuple(_read(inside[0], one) for one in value)
    if origin is Mapping and isinstance(value, dict):
        return {name: _read(inside[1], one) for name, one in value.items()}
    if is_typeddict(wanted) and isinstance(value, dict):
        return _fields(wanted, value, [*_hints(wanted)])
    if isinstance(wanted, type) and is_dataclass(wanted) and isinstance(value, dict):
        needed = [one.name for one in fields(wanted) if one.default is MISSING]
        return wanted(**_fields(wanted, value, needed))
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(value)
    if wanted is float and type(value) in (int, float):
        return _finite(value)
    if type(value) is wanted:
        return value
    raise ValueError(f"expected {getattr(wanted, '__name__', wanted)}, got {value!r:.40}")


def _fields(wanted: Any, values: dict[str, Any], needed: list[str]) -> Any:
    known = _hints(wanted)
    for name in (*needed, *values):
        if name not in values:
            raise ValueError(f"{name}: is missing")
        if name not in known:
            raise ValueError(f"{name[:40]!r}: unknown")
    return {name: _named(name, known[name], value) for name, value in values.items()}


def _named(name: str, wanted: Any, value: Any) -> Any:
    try:
        return _read(wanted, value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _first(options: tuple[Any, ...], value: Any) -> Any:
    for option in options:
        try:
            return _read(option, value)
        except ValueError:
            continue
    raise ValueError(f"got {value!r:.40}")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("expected a finite number")
    return float(value)


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    hints = get_type_hints(wanted)
    if is_dataclass(wanted):
        return {one.name: hints[one.name] for one in fields(wanted)}
    return hints
