"""What the settings file tells that the facts do not have yet. Pure."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from daemon.base.words import listed, shown_answer, words
from daemon.diary.comeback_facts import ComebackBegun, FirstComeback, Injury
from daemon.settings.config import Config
from rules.comeback import Comeback, PlanSettings

# Of what the runner section tells, the facts decide once there is a first comeback.
_TOLD_ONCE = {
    "kind": ("runner", "bone_stress"),
    "severe": ("runner", "severe"),
    "injury_weeks": ("runner", "injury_weeks"),
    "not_before": ("plan", "first_run"),
}


def first_comeback(config: Config, day: date) -> FirstComeback:
    """The comeback that the settings tell of, in a diary whose first day is this one (C1)."""
    told = config.comeback(day)
    return FirstComeback(
        min(told.day, day),
        Injury(told.kind),
        told.severe,
        told.injury_weeks,
        not_before=told.not_before,
    )


def taken_over(comeback: ComebackBegun) -> str:
    """What is said once where a diary had runs before it had a comeback."""
    parts = [words(f"injury.kind_{comeback.injury}")]
    if comeback.severe:
        parts.append(words("injury.severe"))
    if comeback.injury_weeks:
        parts.append(words("count.week", n=comeback.injury_weeks))
    return words("settings.taken_over", day=comeback.day.isoformat(), what=", ".join(parts))


def changes(before: PlanSettings, after: PlanSettings) -> str:
    """What changes from today, in words; nothing about earlier runs does (C2)."""
    told = [
        words(
            f"setting.{item.name}",
            old=_shown(getattr(before, item.name)),
            new=_shown(getattr(after, item.name)),
        )
        for item in fields(PlanSettings)
        if getattr(before, item.name) != getattr(after, item.name)
    ]
    return words("settings.changed", changes=listed(told))


def not_read(config: Config, comeback: ComebackBegun) -> Sequence[str]:
    """Which settings would tell of another comeback than the one in force, in words."""
    told, shipped = config.comeback(comeback.day), Comeback(comeback.day)
    in_force = comeback.comeback
    return [
        words("settings.not_read", name=".".join(name))
        for field, name in _TOLD_ONCE.items()
        if getattr(told, field) not in (getattr(shipped, field), getattr(in_force, field))
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return listed([words(f"weekday.{day}") for day in value]) or words("setting.any_day")
    if isinstance(value, str):
        return words(f"ladder.{value}")
    return shown_answer(value)
