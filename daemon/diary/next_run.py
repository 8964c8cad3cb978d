"""The run that follows, in words and for programs."""

from datetime import date
from typing import Any

from daemon.base.dates import dated
from daemon.base.words import words
from daemon.diary.announce import advised, left_out, length, next_sentence
from daemon.diary.asking import never_tells
from daemon.diary.history import Record
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config
from rules.course import Course
from rules.gate import Verdict
from rules.model import Advice
from rules.numbers import default_numbers
from rules.rungs import Target
from rules.terms import Terms


def next_run(config: Config, recent: Recent, today: date) -> str:
    """What counts today, in words, and what it may not take into account."""
    told = what_counts(config, recent, today)
    untold = words("morning.untold") if never_tells(recent.course.outcomes, today) else ""
    to_come = (_to_come(record) for record in recent.to_come)
    return " ".join(filter(None, (told, untold, left_out(recent.damaged), *to_come)))


def what_counts(config: Config, recent: Recent, today: date) -> str:
    """The same in one sentence, without what is lacking."""
    who = config.runner.professional
    return _not_today(recent, who) or next_sentence(recent.course, today, who)


def _to_come(record: Record) -> str:
    return words("next.to_come", day=dated(record.day, "date.full"), number=record.id)


def _not_today(recent: Recent, professional: str) -> str:
    """Why the run of today is not made, though it is due; empty where nothing speaks against it."""
    view, terms, score = recent.course.view(), recent.course.standing.terms, recent.warm_up
    reason = words("next.skipped") if recent.skipped else ""
    if score and is_caution(terms, score):
        reason = words("gate.caution", score=score)
    if view.verdict is not Verdict.GO or not reason:
        return ""
    stays = words("next.stays", length=length(view.target, view.easy))
    return advised(f"{reason} {stays}", view, professional)


def is_caution(terms: Terms, score: int) -> bool:
    """Whether after so much pain in the warm-up today is better without a run (C19)."""
    if score and terms.bone:
        return True
    return terms.is_red(score) or score >= terms.settings.caution_score


def next_json(now: Course) -> dict[str, Any]:
    """The run that follows.

    No day is named before the first run unless the settings have one, nor while running is on hold.
    """
    view = now.view()
    unnamed = view.held or (now.standing.state.is_fresh and view.due == now.today)
    return {
        **run_json(None if unnamed else view.due, view.target, view.easy),
        "moved": view.due is not None and view.due == now.wishes.moved,
        "verdict": view.verdict,
        "away": now.wishes.away or None,
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
