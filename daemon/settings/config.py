"""The runner's settings: TOML to frozen values, every fault named at once."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from daemon.base.errors import Problems
from daemon.base.words import words
from daemon.settings.choices import AskInWalks, LadderKind, MusicMode, Talk, Units
from daemon.settings.fields import (
    DAY_OR_EMPTY,
    DAYS,
    FLAG,
    TEXT,
    TIME,
    checked,
    checks,
    one_of,
    unknown_key,
    whole,
)
from daemon.settings.own_file import own_text
from daemon.settings.steps import Step, steps_from_toml
from rules.comeback import BONE, SOFT, Comeback, PlanSettings
from rules.model import RulesError
from rules.numbers import default_numbers


@dataclass(frozen=True)
class Runner:
    """Who runs, and what was injured."""

    injury_weeks: int = checked(whole(0, 520), 0)
    severe: bool = checked(FLAG, False)
    bone_stress: bool = checked(FLAG, False)
    professional: str = checked(TEXT, "a doctor or a physiotherapist")
    units: Units = checked(one_of(Units), Units.KM)


@dataclass(frozen=True)
class RulesSection:
    """The bounds of the decision table. `red_flag_score` 0 turns the red flags off."""

    tolerated_score: int = checked(whole(0, 5), 0)
    red_flag_score: int = checked(whole(0, 10), 7)
    hold: bool = checked(FLAG, True)
    caution_score: int = checked(whole(1, 10), 4)


@dataclass(frozen=True)
class PlanSection:
    """Minutes and steps of the duration ladder."""

    ladder: LadderKind = checked(one_of(LadderKind), LadderKind.AUTO)
    start_minutes: int = checked(whole(1, 600), 20)
    floor_minutes: int = checked(whole(1, 600), 5)
    goal_minutes: int = checked(whole(1, 600), 45)
    increase_percent: int = checked(whole(1, 20), 10)
    drop_percent: int = checked(whole(10, 90), 25)
    minimum_rest_days: int = checked(whole(0, 7), 1)
    easy_weeks: int = checked(whole(4, 52), 6)
    ask_in_walks: AskInWalks = checked(one_of(AskInWalks), AskInWalks.AUTO)
    run_days: tuple[str, ...] = checked(DAYS, ())
    first_run: str = checked(DAY_OR_EMPTY, "")

    @property
    def first_day(self) -> date | None:
        """The day of the first run; None where the runner decides on the day."""
        return date.fromisoformat(self.first_run) if self.first_run else None


@dataclass(frozen=True)
class Reminders:
    """When to be reminded, local time."""

    enabled: bool = checked(FLAG, True)
    run: str = checked(TIME, "07:30")
    rest: str = checked(TIME, "09:00")
    strength: str = checked(TIME, "17:30")
    next_day: str = checked(TIME, "07:00")
    quiet_from: str = checked(TIME, "22:00")
    quiet_until: str = checked(TIME, "06:00")
    strength_days: tuple[str, ...] = checked(DAYS, ("tue", "fri"))


@dataclass(frozen=True)
class Voice:
    """The mouth. `rate` is in words a minute, `volume` in per cent."""

    enabled: bool = checked(FLAG, True)
    speech: bool = checked(FLAG, True)
    tones: bool = checked(FLAG, True)
    volume: int = checked(whole(10, 300), 100)
    music: MusicMode = checked(one_of(MusicMode), MusicMode.LOWER)
    echo_cancelling: bool = checked(FLAG, False)
    listen_after_reminders: bool = checked(FLAG, True)
    talk: Talk = checked(one_of(Talk), Talk.AUTO)
    voice: str = checked(TEXT, "en-us")
    rate: int = checked(whole(80, 300), 150)


@dataclass(frozen=True)
class CalendarSection:
    """The coming sessions as a file that calendar programs can subscribe to."""

    keep: bool = checked(FLAG, False)


@dataclass(frozen=True)
class ImportSection:
    """Files of a watch that are taken by themselves."""

    watch: str = checked(TEXT, "")


@dataclass(frozen=True)
class Config:
    """Everything a runner can set."""

    runner: Runner = field(default_factory=Runner)
    rules: RulesSection = field(default_factory=RulesSection)
    plan: PlanSection = field(default_factory=PlanSection)
    reminders: Reminders = field(default_factory=Reminders)
    voice: Voice = field(default_factory=Voice)
    calendar: CalendarSection = field(default_factory=CalendarSection)
    import_: ImportSection = field(default_factory=ImportSection)
    steps: tuple[Step, ...] = field(default_factory=lambda: _shipped("warmup")["step"])
    strength: tuple[tuple[Step, ...], ...] = field(
        default_factory=lambda: tuple(_shipped("strength").values())
    )
    """The routine of each stage of strength work."""

    @property
    def plan_settings(self) -> PlanSettings:
        """What decides beside the answers. Raises RulesError where it does not fit together."""
        rules, plan = self.rules, self.plan
        return PlanSettings(
            tolerated_score=rules.tolerated_score,
            red_flag_score=rules.red_flag_score,
            hold=rules.hold,
            caution_score=rules.caution_score,
            ladder=plan.ladder,
            start_minutes=plan.start_minutes,
            floor_minutes=plan.floor_minutes,
            goal_minutes=plan.goal_minutes,
            increase_percent=plan.increase_percent,
            drop_percent=plan.drop_percent,
            minimum_rest_days=plan.minimum_rest_days,
            easy_weeks=plan.easy_weeks,
            run_days=plan.run_days,
        )

    def comeback(self, day: date) -> Comeback:
        """The comeback that the settings tell of; it began on `day` unless they say when.

        The day of the first run is the first on which running is allowed at all.
        """
        first = self.plan.first_day
        return Comeback(
            first or day,
            BONE if self.runner.bone_stress else SOFT,
            self.runner.severe,
            self.runner.injury_weeks,
            not_before=first,
        )

    @property
    def says(self) -> tuple[str, ...]:
        """Which settings are taken for less than they say, in words."""
        percent, most = self.plan.increase_percent, default_numbers().most_increase_percent
        if percent <= most:
            return ()
        return (words("settings.increase_percent", percent=percent, most=most),)


_DATA = Path(__file__).parents[1] / "data"
_SECTIONS: dict[str, type[Any]] = {
    "runner": Runner,
    "rules": RulesSection,
    "plan": PlanSection,
    "reminders": Reminders,
    "voice": Voice,
    "calendar": CalendarSection,
    "import_": ImportSection,
}


def section_name(field_name: str) -> str:
    """A section as the file has it; `import` is no name in Python."""
    return field_name.rstrip("_")


def load_config(path: Path) -> Config:
    """Read the settings; a file that is not there means the defaults. Raises Problems."""
    text = own_text(path)
    return Config() if text is None else parse_config(text, str(path))


def parse_config(text: str, place: str) -> Config:
    """Read settings from TOML text. Raises Problems naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Problems([f"not TOML: {error}"], place) from None
    known = (*map(section_name, _SECTIONS), "warmup", "strength")
    problems = [unknown_key(key, known) for key in data if key not in known]
    parts: dict[str, Any] = {
        name: _section(kind, data.get(section_name(name), {}), section_name(name), problems)
        for name, kind in _SECTIONS.items()
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
    known = checks(kind)
    good = {}
    for key, value in data.items():
        if key not in known:
            problems.append(f"{name}.{unknown_key(key, known)}")
            continue
        _, check = known[key]
        if check.takes(value):
            good[key] = check.read(value)
        else:
            problems.append(f"{name}.{key}: expected {check.expected}, got {value!r:.60}")
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
            problems.append(f"{name}.{unknown_key(key, known)}")
            continue
        try:
            lists[key] = steps_from_toml(rows, key)
        except ValueError as error:
            problems.append(f"{name}.{error}")
    return lists


def _together(config: Config) -> list[str]:
    problems = []
    try:
        _ = config.plan_settings
    except RulesError as error:
        problems += [f"{_section_of(problem)}.{problem}" for problem in error.problems]
    times = config.reminders
    quiet = times.quiet_from
    # Before midnight, what the quiet hours hold back would come on a day that it is not about.
    for name in ("run", "rest", "strength", "next_day") if quiet > times.quiet_until else ():
        if getattr(times, name) >= quiet:
            problems.append(f"reminders.{name}: expected a time before quiet_from ({quiet})")
    return problems


def _section_of(problem: str) -> str:
    return "rules" if problem.partition(":")[0] in checks(RulesSection) else "plan"


def _shipped(name: str) -> dict[str, tuple[Step, ...]]:
    """The lists of steps in a file that comes with easeback."""
    text = (_DATA / f"{name}.toml").read_text("utf-8")
    return {key: steps_from_toml(rows, key) for key, rows in tomli.loads(text).items()}
