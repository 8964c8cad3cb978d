"""The decision table: TOML text to rules, every fault named at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli

from rules.model import Distance, Load, RulesError

_SCORE_WORDS = ("pain", "none")
_CHECKPOINTS = ("warmup", "late", "next_day")
_LOADS = {load.name.lower(): load for load in Load}
_TOP = ("format", "rule", "unknown", "unsafe_ok")
_KEYS = {"id", "source", "when", "rest_days", "beyond", "load", "why"}


@dataclass(frozen=True)
class Beyond:
    """Fewer rest days for a runner who gets strictly farther than `distance`."""

    distance: Distance
    rest_days: int


@dataclass(frozen=True)
class Rule:
    """One row: it matches where every condition in `when` holds.

    `rest_days` None stands for the plan's own minimum.
    """

    id: str
    source: str
    when: Mapping[str, str | bool]
    rest_days: int | None
    load: Load
    why: str
    beyond: Beyond | None = None

    def reached(self, distance: Distance | None) -> bool:
        """Whether the runner got strictly beyond this row's distance; False where not known."""
        if self.beyond is None or distance is None:
            return False
        return distance.metres > self.beyond.distance.metres


@dataclass(frozen=True)
class Rulebook:
    """All rows, and the row that holds while an answer is missing."""

    rules: tuple[Rule, ...]
    unknown: Rule
    unsafe_ok: bool = False
    """The author knows that a worse answer may be milder in this table."""


def default_text() -> str:
    """The table that ships with easeback, as TOML."""
    return (Path(__file__).parent / "data" / "decision.toml").read_text("utf-8")


def load_rulebook(text: str) -> Rulebook:
    """Read a table. Raises RulesError naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RulesError([f"not TOML: {error}"]) from None
    problems: list[str] = []
    if data.get("format") != 1:
        problems.append("format: expected 1")
    problems += [f"{key}: unknown key" for key in data if key not in _TOP]
    if not isinstance(data.get("unsafe_ok", False), bool):
        problems.append("unsafe_ok: expected true or false")
    rows = data.get("rule")
    if not isinstance(rows, list) or not rows:
        problems.append("rule: expected at least one [[rule]]")
        rows = []
    rules = [_rule(row, f"rule[{n}]", problems) for n, row in enumerate(rows)]
    unknown = _rule(data.get("unknown"), "unknown", problems)
    ids = [rule.id for rule in (*rules, unknown) if rule]
    problems += [f"id: {name!r} is given twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    if problems or unknown is None:
        raise RulesError(problems)
    kept = tuple(rule for rule in rules if rule)
    return Rulebook(kept, unknown, data.get("unsafe_ok", False))


def _rule(row: Any, place: str, problems: list[str]) -> Rule | None:
    if not isinstance(row, dict):
        problems.append(f"{place}: expected a table")
        return None
    found = len(problems)
    problems += [f"{place}.{key}: unknown key" for key in row if key not in _KEYS]
    for key in ("id", "source", "why"):
        if not isinstance(row.get(key), str) or not row[key]:
            problems.append(f"{place}.{key}: expected a text")
    if row.get("load") not in _LOADS:
        problems.append(f"{place}.load: expected one of {', '.join(_LOADS)}")
    rest = row.get("rest_days")
    if rest != "plan" and not _is_days(rest):
        problems.append(f'{place}.rest_days: expected 0 to 14, or "plan"')
    when = row.get("when", {})
    _check_when(when, f"{place}.when", problems)
    beyond = _beyond(row["beyond"], f"{place}.beyond", problems) if "beyond" in row else None
    if len(problems) > found:
        return None
    days = None if rest == "plan" else rest
    return Rule(row["id"], row["source"], when, days, _LOADS[row["load"]], row["why"], beyond)


def _check_when(when: Any, place: str, problems: list[str]) -> None:
    if not isinstance(when, dict):
        problems.append(f"{place}: expected a table of conditions")
        return
    for key, wanted in when.items():
        if key == "faded":
            if not isinstance(wanted, bool):
                problems.append(f"{place}.faded: expected true or false")
        elif key not in _CHECKPOINTS:
            problems.append(f"{place}.{key}: unknown condition")
        elif wanted not in _SCORE_WORDS:
            problems.append(f'{place}.{key}: expected "pain" or "none"')


def _beyond(row: Any, place: str, problems: list[str]) -> Beyond | None:
    if not isinstance(row, dict) or set(row) != {"value", "unit", "rest_days"}:
        problems.append(f"{place}: expected value, unit and rest_days")
        return None
    value, unit, days = row["value"], row["unit"], row["rest_days"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
        problems.append(f"{place}.value: expected a number above 0")
    elif unit not in ("mi", "km"):
        problems.append(f'{place}.unit: expected "mi" or "km"')
    elif not _is_days(days):
        problems.append(f"{place}.rest_days: expected 0 to 14")
    else:
        return Beyond(Distance(Decimal(str(value)), unit), days)
    return None


def _is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 14
