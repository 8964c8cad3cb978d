"""The run that follows, in words and for programs."""

from datetime import date
from typing import Any

from daemon.diary.announce import left_out, next_sentence
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config
from rules.ladder import STAGES
from rules.plan import State


def next_run(config: Config, recent: Recent, today: date) -> str:
    """The session that counts, in words, and what it may not take into account."""
    who, first = config.runner.professional, config.plan.first_day
    told = next_sentence(recent.state, today, who, first)
    return " ".join(filter(None, (told, left_out(recent.damaged))))


def run_json(state: State) -> dict[str, Any]:
    """The run that follows; `run` and `walk` are the minutes of each turn of a walk/run."""
    day, target = state.next_day, state.target
    values: dict[str, Any] = {
        "day": day.isoformat() if day else None,
        "minutes": target.minutes,
        "easy": state.easy,
    }
    if target.stage is not None:
        values["run"], values["walk"] = STAGES[target.stage]
    return values
