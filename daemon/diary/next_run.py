"""The run that follows, in words and for programs."""

from datetime import date
from typing import Any

from daemon.diary.announce import next_sentence
from daemon.diary.diary import Diary
from rules.ladder import STAGES
from rules.plan import State


def next_run(book: Diary, state: State, today: date) -> str:
    """The session that counts, in words."""
    config = book.config
    return next_sentence(state, today, config.runner.professional, config.plan.first_day)


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
