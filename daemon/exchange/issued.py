"""Which events were handed out to calendars, so that each can be moved or called off again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

from daemon.base.errors import CannotRun
from daemon.base.words import words
from voice.base.whole_file import write_whole


@dataclass(frozen=True)
class Issued:
    """`runner` sets the events of this diary apart from those of every other one.

    `days` has the day of each event by its name, as it was last handed out.
    """

    runner: str = field(default_factory=lambda: uuid4().hex)
    days: Mapping[str, date] = field(default_factory=dict)


def load_issued(file: Path) -> Issued:
    """What was handed out; nothing, under a new name, where that is not known."""
    try:
        told = json.loads(file.read_text("utf-8"))
        days = {str(name): date.fromisoformat(day) for name, day in told["days"].items()}
        return Issued(str(told["runner"]), days)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Issued()


def save_issued(file: Path, issued: Issued) -> None:
    """Remember it. Raises CannotRun where that is not possible."""
    told = {
        "runner": issued.runner,
        "days": {name: day.isoformat() for name, day in sorted(issued.days.items())},
    }
    try:
        write_whole(file, json.dumps(told))
    except OSError as error:
        raise CannotRun(words("calendar.unwritten", file=file, reason=error.strerror)) from None
