"""The run that follows, in words and for programs."""

from datetime import date
from typing import Any

from daemon.base.words import words
from daemon.diary.announce import left_out, next_sentence
from daemon.diary.asking import never_tells
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config
from rules.course import Course
from rules.model import Advice
from rules.numbers import default_numbers
from rules.rungs import Target


def next_run(config: Config, recent: Recent, today: date) -> str:
    """What counts today, in words, and what it may not take into account."""
    told = next_sentence(recent.course, today, config.runner.professional)
    untold = words("morning.untold") if never_tells(recent.course.outcomes, today) else ""
    return " ".join(filter(None, (told, untold, left_out(recent.damaged))))


def next_json(now: Course) -> dict[str, Any]:
    """The run that follows.

    No day is named before the first run unless the settings have one, nor while running is on hold.
    """
    view = now.view()
    unnamed = view.held or (now.standing.state.is_fresh and view.due == now.today)
    return {
        **run_json(None if unnamed else view.due, view.target, view.easy),
        "verdict": view.verdict,
        "advice": [Advice.SEE_PROFESSIONAL] if view.advised else [],
        "held": view.held,
    }


def run_json(day: date | None, target: Target, easy: bool | None) -> dict[str, Any]:
    """A run to come; `run` and `walk` are the minutes of each turn of a walk/run."""
    values: dict[str, Any] = {
        "day": day.isoformat() if day else None,
        "minutes": target.session,
        "easy": easy,
    }
    if target.stage is not None:
        values["run"], values["walk"] = default_numbers().stages[target.stage]
    return {
        **values,
        "session_minutes": target.session,
        "running_minutes": target.running,
        "stage": target.stage,
    }
