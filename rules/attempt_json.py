"""Attempts and decisions as JSON values; the pinned form that people script against."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from rules.model import MAX_SCORE, Attempt, Decision, Distance, RulesError

_FIELDS = tuple(field.name for field in fields(Attempt))
_MAX_DISTANCE = 1000
_MAX_MINUTES = 1440


def attempt_from_json(value: Any, place: str = "attempt") -> Attempt:
    """Read one attempt; missing keys are unknown. Raises RulesError naming every fault."""
    if not isinstance(value, dict):
        raise RulesError([f"{place}: expected an object with any of {', '.join(_FIELDS)}"])
    problems = [_unknown_key(place, key) for key in value if key not in _FIELDS]
    problems += [
        f"{place}.{key}: expected a whole number 0 to {MAX_SCORE}, or null"
        for key in ("warmup", "late", "next_day")
        if not _is_score(value.get(key))
    ]
    if not isinstance(value.get("faded"), bool | None):
        problems.append(f"{place}.faded: expected true, false or null")
    if not _is_number(value.get("minutes"), _MAX_MINUTES):
        problems.append(f"{place}.minutes: expected a number 0 to {_MAX_MINUTES}, or null")
    distance = _distance(value.get("distance"), f"{place}.distance", problems)
    if problems:
        raise RulesError(problems)
    answers = {key: value.get(key) for key in _FIELDS if key != "distance"}
    return Attempt(distance=distance, **answers)


def attempt_to_json(attempt: Attempt) -> dict[str, Any]:
    """The pinned form of an attempt, every field present."""
    values: dict[str, Any] = {key: getattr(attempt, key) for key in _FIELDS}
    distance = attempt.distance
    if distance is not None:
        number = distance.value
        whole = number == number.to_integral_value()
        plain = int(number) if whole else float(number)
        values["distance"] = {"value": plain, "unit": distance.unit}
    return values


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """The pinned form of a decision, with the rule that set each column beside it."""
    return {
        "rest_days": decision.rest_days,
        "load": decision.load.name.lower(),
        "rules": list(decision.rules),
        "rest_rule": decision.rest_rule,
        "load_rule": decision.load_rule,
        "provisional": decision.provisional,
        "missing": list(decision.missing),
        "advice": [str(advice) for advice in decision.advice],
        "why": decision.why,
    }


def _unknown_key(place: str, key: str) -> str:
    # Imported here: hardly any key is unknown.
    from difflib import get_close_matches

    near = get_close_matches(key, _FIELDS, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{place}: unknown key {key[:40]!r}{hint}"


def _is_score(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SCORE


def _is_number(value: Any, most: int) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= most


def _distance(value: Any, place: str, problems: list[str]) -> Distance | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"value", "unit"}:
        problems.append(f"{place}: expected an object with value and unit, or null")
        return None
    number, unit = value["value"], value["unit"]
    if number is None or not _is_number(number, _MAX_DISTANCE):
        problems.append(f"{place}.value: expected a number 0 to {_MAX_DISTANCE}")
    elif not isinstance(unit, str) or unit not in ("mi", "km"):
        problems.append(f'{place}.unit: expected "mi" or "km"')
    else:
        return Distance(Decimal(str(number)), unit)
    return None
