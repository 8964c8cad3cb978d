"""The runner's settings: TOML to frozen values, every fault named at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, time
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli

from daemon.base.dates import WEEKDAYS
from daemon.base.errors import Problems
from daemon.settings.steps import Step, steps_from_toml
from rules.ladder import Ladder, Progression, WalkRun
from rules.model import RulesError, Settings

Check = Callable[[Any], bool]
UNITS = ("km", "mi")
LADDERS = ("auto", "continuous", "walk_run")
MUSIC = ("lower", "pause", "leave")
ASK_IN_WALKS = ("auto", "every", "half", "never")


def _key(default: Any, check: Check, expected: str) -> Any:
    return field(default=default, metadata={"check": check, "expected": expected})


def _whole(default: int, low: int, high: int) -> Any:
    def check(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return _key(default, check, f"a whole number {low} to {high}")


def _flag(default: bool) -> Any:
    return _key(default, lambda value: isinstance(value, bool), "true or false")


def _text(default: str) -> Any:
    def check(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= 200 and value.isprintable()

    return _key(default, check, "one line of text")


def _is_time(value: Any) -> bool:
    try:
        time.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return len(value) == len("07:30")


def _time(default: str) -> Any:
    return _key(default, _is_time, 'a time of day like "07:30"')


def _is_day_or_empty(value: Any) -> bool:
    try:
        return value == "" or (len(value) == len("2026-01-31") and bool(date.fromisoformat(value)))
    except (TypeError, ValueError):
        return False


def _are_weekdays(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(day in WEEKDAYS for day in value)


@dataclass(frozen=True)
class Runner:
    """Who runs, and what was injured."""

    injury_weeks: int = _whole(0, 0, 520)
    severe: bool = _flag(False)
    bone_stress: bool = _flag(False)
    professional: str = _text("a doctor or a physiotherapist")
    units: str = _key("km", UNITS.__contains__, f"one of {', '.join(UNITS)}")


@dataclass(frozen=True)
class RulesPart:
    """The bounds of the decision table. `red_flag_score` 0 turns the red flags off."""

    tolerated_score: int = _whole(0, 0, 5)
    red_flag_score: int = _whole(7, 0, 10)


@dataclass(frozen=True)
class PlanPart:
    """Minutes and steps of the duration ladder."""

    ladder: str = _key("auto", LADDERS.__contains__, f"one of {', '.join(LADDERS)}")
    start_minutes: int = _whole(20, 1, 600)
    floor_minutes: int = _whole(5, 1, 600)
    goal_minutes: int = _whole(45, 1, 600)
    increase_percent: int = _whole(10, 1, 20)
    drop_percent: int = _whole(25, 10, 90)
    minimum_rest_days: int = _whole(1, 0, 7)
    easy_weeks: int = _whole(6, 4, 52)
    ask_in_walks: str = _key("auto", ASK_IN_WALKS.__contains__, f"one of {', '.join(ASK_IN_WALKS)}")
    first_run: str = _key("", _is_day_or_empty, 'a day like "2026-01-31", or ""')

    @property
    def first_day(self) -> date | None:
        """The day of the first run; None where the runner decides on the day."""
        return date.fromisoformat(self.first_run) if self.first_run else None


@dataclass(frozen=True)
class Reminders:
    """When to be reminded, local time."""

    enabled: bool = _flag(True)
    run: str = _time("07:30")
    rest: str = _time("09:00")
    strength: str = _time("17:30")
    next_day: str = _time("07:00")
    quiet_from: str = _time("22:00")
    quiet_until: str = _time("06:00")
    strength_days: tuple[str, ...] = _key(
        ("tue", "fri"), _are_weekdays, f"a list of {', '.join(WEEKDAYS)}"
    )


@dataclass(frozen=True)
class Voice:
    """The mouth. `rate` is in words a minute, `volume` in per cent."""

    enabled: bool = _flag(True)
    speech: bool = _flag(True)
    tones: bool = _flag(True)
    volume: int = _whole(100, 10, 300)
    music: str = _key("lower", MUSIC.__contains__, f"one of {', '.join(MUSIC)}")
    echo_cancelling: bool = _flag(False)
    voice: str = _text("en-us")
    rate: int = _whole(150, 80, 300)


@dataclass(frozen=True)
class CalendarPart:
    """The coming sessions as a file that calendar programs can subscribe to."""

    keep: bool = _flag(False)


@dataclass(frozen=True)
class Config:
    """Everything a runner can set."""

    runner: Runner = field(default_factory=Runner)
    rules: RulesPart = field(default_factory=RulesPart)
    plan: PlanPart = field(default_factory=PlanPart)
    reminders: Reminders = field(default_factory=Reminders)
    voice: Voice = field(default_factory=Voice)
    calendar: CalendarPart = field(default_factory=CalendarPart)
    steps: tuple[Step, ...] = field(default_factory=lambda: _shipped("warmup")["step"])
    strength: tuple[tuple[Step, ...], ...] = field(
        default_factory=lambda: tuple(_shipped("strength").values())
    )
    """The routine of each stage of strength work."""

    @property
    def settings(self) -> Settings:
        """The settings of the decision table."""
        return Settings(
            tolerated_score=self.rules.tolerated_score,
            bone_stress=self.runner.bone_stress,
            plan_rest_days=self.plan.minimum_rest_days,
            red_flag_score=self.rules.red_flag_score or None,
        )

    @property
    def easy_weeks(self) -> int:
        """Weeks of easy running; severe and bone injuries have at least 8 (article)."""
        longer = self.runner.severe or self.runner.bone_stress
        return max(self.plan.easy_weeks, 8) if longer else self.plan.easy_weeks

    @property
    def ladder(self) -> Progression:
        """How runs grow: by default in walk/run stages after a severe or a bone injury."""
        plan = self.plan
        continuous = Ladder(
            plan.floor_minutes,
            plan.goal_minutes,
            plan.increase_percent,
            plan.drop_percent,
            plan.start_minutes,
        )
        hard = self.runner.severe or self.runner.bone_stress
        staged = plan.ladder == "walk_run" or (plan.ladder == "auto" and hard)
        return WalkRun() if staged else continuous


_SECTIONS: dict[str, type[Any]] = {
    "runner": Runner,
    "rules": RulesPart,
    "plan": PlanPart,
    "reminders": Reminders,
    "voice": Voice,
    "calendar": CalendarPart,
}


def load_config(path: Path) -> Config:
    """Read the settings; a file that is not there means the defaults. Raises Problems."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise Problems([f"cannot be read: {error}"], path) from None
    return parse_config(text, str(path))


def parse_config(text: str, place: str) -> Config:
    """Read settings from TOML text. Raises Problems naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Problems([f"not TOML: {error}"], place) from None
    known = (*_SECTIONS, "warmup", "strength")
    problems = [_unknown(key, known) for key in data if key not in known]
    parts: dict[str, Any] = {
        name: _section(kind, data.get(name, {}), name, problems) for name, kind in _SECTIONS.items()
    }
    if "warmup" in data:
        parts["steps"] = _warmup(data["warmup"], problems)
    if "strength" in data:
        parts["strength"] = _strength(data["strength"], problems)
    if not problems:
        config = Config(**parts)
        problems = _together(config)
    if problems:
        raise Problems(problems, place)
    return config


def _section(kind: type[Any], data: Any, name: str, problems: list[str]) -> Any:
    if not isinstance(data, dict):
        problems.append(f"{name}: expected a section [{name}]")
        return kind()
    known = {item.name: item.metadata for item in fields(kind)}
    good = {}
    for key, value in data.items():
        if key not in known:
            problems.append(f"{name}.{_unknown(key, tuple(known))}")
        elif not known[key]["check"](value):
            problems.append(f"{name}.{key}: expected {known[key]['expected']}, got {value!r:.60}")
        else:
            good[key] = tuple(value) if isinstance(value, list) else value
    return kind(**good)


def _warmup(data: Any, problems: list[str]) -> tuple[Step, ...]:
    """The shipped steps, or one's own; `extra` ones (of this injury) come before the last."""
    lists = _lists(data, "warmup", ("step", "extra"), problems)
    steps = lists.get("step") or _shipped("warmup")["step"]
    return (*steps[:-1], *lists.get("extra", ()), steps[-1])


def _strength(data: Any, problems: list[str]) -> tuple[tuple[Step, ...], ...]:
    """The shipped stages, each replaced by one's own where there is one."""
    stages = _shipped("strength")
    return tuple({**stages, **_lists(data, "strength", tuple(stages), problems)}.values())


def _lists(
    data: Any, name: str, known: tuple[str, ...], problems: list[str]
) -> dict[str, tuple[Step, ...]]:
    if not isinstance(data, dict):
        problems.append(f"{name}: expected lists like [[{name}.{known[0]}]]")
        return {}
    lists = {}
    for key, rows in data.items():
        if key not in known:
            problems.append(f"{name}.{_unknown(key, known)}")
            continue
        try:
            lists[key] = steps_from_toml(rows, key)
        except ValueError as error:
            problems.append(f"{name}.{error}")
    return lists


def _together(config: Config) -> list[str]:
    problems = []
    try:
        _ = config.ladder
    except RulesError as error:
        problems += [f"plan: {problem}" for problem in error.problems]
    plan = config.plan
    if not plan.floor_minutes <= plan.start_minutes <= plan.goal_minutes:
        problems.append("plan.start_minutes: expected floor_minutes to goal_minutes")
    times = config.reminders
    quiet = times.quiet_from
    # Before midnight, what the quiet hours hold back would come on a day that it is not about.
    for name in ("run", "rest", "strength", "next_day") if quiet > times.quiet_until else ():
        if getattr(times, name) >= quiet:
            problems.append(f"reminders.{name}: expected a time before quiet_from ({quiet})")
    return problems


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"{key}: unknown key" + (f"; did you mean {near[0]!r}?" if near else "")


def _shipped(name: str) -> dict[str, tuple[Step, ...]]:
    """The lists of steps in a file that comes with easeback."""
    text = (files("daemon") / "data" / f"{name}.toml").read_text("utf-8")
    return {key: steps_from_toml(rows, key) for key, rows in tomli.loads(text).items()}
