"""The one way of a fact to a stored row and back.

What is read and what is written pass the same checks, so that nothing is stored that could not be
read back; a row that does not pass them is a `Damaged`, and tells nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, NamedTuple, cast, get_args

from daemon.base.errors import EasebackError
from daemon.diary.fact import Fact, Stored
from daemon.diary.facts import KINDS, Damaged
from daemon.diary.forms import NUMBERS, TIME, Form, shown


class Unfit(EasebackError):
    """Something that is not to be stored: names the place and what was expected."""


class FactRow(NamedTuple):
    """A fact as it is stored. `at` is an aware time in ISO 8601, `data` a JSON object."""

    id: int
    at: str
    kind: str
    data: str


_FIELDS = {kind: fields(cast("Any", fact)) for kind, fact in KINDS.items()}
_FORMS: Mapping[str, Mapping[str, Form]] = {
    kind: {each.name: get_args(each.type)[1] for each in its} for kind, its in _FIELDS.items()
}
_DEFAULTS = {
    kind: {each.name: each.default for each in its if each.default is not MISSING}
    for kind, its in _FIELDS.items()
}


def about_nothing(row: FactRow, about: int) -> Damaged:
    """A row that can be read, but not what it is about."""
    why = f"it is about fact {about}, which is none that can be read"
    return Damaged(row.id, row.at, row.kind, why, about)


def fields_to_json(fact: Fact) -> dict[str, Any]:
    """The fields of a fact as they are stored, all of them."""
    return {name: form.write(getattr(fact, name)) for name, form in _FORMS[fact.kind].items()}


def row_of(at: datetime, fact: Fact) -> FactRow:
    """The row to store, but for its number. Raises Unfit where it could not be read back."""
    told = fields_to_json(fact)
    # What older diaries lack is left out where there is nothing to tell.
    lacking = _DEFAULTS[fact.kind]
    data = {name: value for name, value in told.items() if value is not None or name not in lacking}
    row = FactRow(NUMBERS[0], at.isoformat(), fact.kind, json.dumps(data, sort_keys=True))
    read = told_by(row)
    if read != fact:
        why = read.why if isinstance(read, Damaged) else "it would not be read as it is"
        raise Unfit(f"{why}; nothing was stored")
    return row


def told_by(row: FactRow) -> Fact | Damaged:
    """What this row alone tells."""
    found = fact_of(row, json_of(row))
    return found if isinstance(found, Damaged) else found.fact


def json_of(row: FactRow) -> Any:
    """Its JSON; None where there is none that can be read."""
    try:
        return json.loads(row.data)
    except (ValueError, RecursionError):
        return None


def fact_of(row: FactRow, data: Any) -> Stored | Damaged:
    """What a row tells, its JSON being read already."""
    id_, at, kind, _ = row
    try:
        if id_ not in NUMBERS:
            raise ValueError("no fact has such a number")
        time, fact = _time_of(at), _fact(kind, data)
        fact.check(time)
    except (TypeError, ValueError) as error:
        return Damaged(id_, at, kind, str(error).partition("\n")[0])
    return Stored(id_, time, fact)


def _time_of(at: str) -> datetime:
    try:
        return cast("datetime", TIME.read(at))
    except ValueError:
        raise ValueError(f"at: expected {TIME.expected}, got {shown(at)}") from None


def _fact(kind: str, data: Any) -> Fact:
    if kind not in KINDS:
        raise ValueError(f"this easeback knows no such kind of fact: {shown(kind)}")
    if type(data) is not dict:
        raise ValueError("data: expected a JSON object")
    forms = _FORMS[kind]
    if tuple(data) != tuple(forms):
        data = _in_order(kind, data)
    try:
        told = zip(forms.values(), data.values(), strict=True)
        return KINDS[kind](*[form.read(value) for form, value in told])
    except (LookupError, TypeError, ValueError):
        raise ValueError(_fault(forms, data)) from None


def _in_order(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """All the fields as the kind has them. Raises ValueError for any more or less."""
    for name in data:
        if name not in _FORMS[kind]:
            raise ValueError(f"{shown(name)}: unknown key")
    told = {**_DEFAULTS[kind], **data}
    for name in _FORMS[kind]:
        if name not in told:
            raise ValueError(f"{name}: is missing")
    return {name: told[name] for name in _FORMS[kind]}


def _fault(forms: Mapping[str, Form], data: Mapping[str, Any]) -> str:
    for name, form in forms.items():
        try:
            form.read(data[name])
        except (LookupError, TypeError, ValueError):
            return f"{name}: expected {form.expected}, got {shown(data[name])}"
    raise AssertionError(data)
