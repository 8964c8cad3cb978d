"""Commands on the diary: log, next, status, undo, skip, snooze."""

import argparse
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from daemon import clock, paths
from daemon.announce import decision_sentence, next_sentence
from daemon.config import load_config
from daemon.control_client import wake
from daemon.diary import Diary
from daemon.due import LONGEST_SNOOZE, SHORTEST_SNOOZE
from daemon.errors import EasebackError
from daemon.history import Record
from daemon.questions import Question
from daemon.store import Store
from daemon.table import table_in_force
from daemon.words import words
from rules.attempt_json import attempt_from_json
from rules.ladder import STAGES
from rules.plan import State

Commands = Any  # argparse keeps the type of its sub-parsers private
_YES_NO = {"yes": True, "y": True, "no": False, "n": False, "unknown": None}


@contextmanager
def diary(*, writing: bool = False) -> Iterator[Diary]:
    """The diary of this user, closed afterwards; a running daemon hears of what was written."""
    config = load_config(paths.config_file())
    store = Store(paths.store_file())
    try:
        yield Diary(store, config, table_in_force())
    finally:
        store.close()
    if writing:
        wake()


def add_commands(commands: Commands) -> None:
    """Add the diary's commands to the parser."""
    log = commands.add_parser(
        "log",
        help="write down a run",
        description="Writes down a run's answers. What is left out stays an open question.",
        epilog="example: easeback log --warmup 2 --faded yes --late 0 --minutes 20 --distance 2mi",
    )
    log.add_argument("--day", type=date.fromisoformat, help="YYYY-MM-DD (today if left out)")
    log.add_argument(
        "--amend", action="store_true", help="correct that run (the newest if no day is given)"
    )
    for name in ("warmup", "late", "next-day"):
        log.add_argument(f"--{name}", type=_score, default=..., metavar="0-10|unknown")
    log.add_argument("--faded", type=_yes_no, default=..., metavar="yes|no|unknown")
    log.add_argument("--minutes", type=float, default=...)
    log.add_argument("--distance", type=_distance, default=..., metavar="2.5mi|4km")
    log.set_defaults(run=_log)
    for name, run, text in (
        ("next", _next, "the next run"),
        ("status", _status, "what is open and what comes next"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--json", action="store_true", help="JSON instead of sentences")
        command.set_defaults(run=run)
    commands.add_parser("undo", help="take back the newest entry").set_defaults(run=_undo)
    commands.add_parser("skip", help="let today's run be").set_defaults(run=_skip)
    snooze = commands.add_parser(
        "snooze",
        help="no reminders for a while; what is still owed comes again after it",
        epilog="examples: easeback snooze; easeback snooze 2h; easeback snooze 1h30m",
    )
    snooze.add_argument("time", nargs="?", type=_span, default="30m", help="10m to 12h (30m)")
    snooze.set_defaults(run=_snooze)


def _log(arguments: argparse.Namespace) -> int:
    answers = {
        question: getattr(arguments, question.value)
        for question in Question
        if getattr(arguments, question.value) is not ...
    }
    attempt_from_json({question.value: value for question, value in answers.items()}, "log")
    now = clock.now()
    with diary(writing=True) as book:
        before = book.state
        if arguments.amend:
            record = _to_amend(book, arguments.day)
        else:
            record = book.begin(now, arguments.day)
        for question, value in answers.items():
            book.answer(now, record.id, question, value, "typed")
        _tell(book, record.id, before if arguments.amend else None, now.date())
    return 0


def _to_amend(book: Diary, day: date | None) -> Record:
    records = [record for record in book.history.records if day in (None, record.day)]
    if not records:
        when = f" on {day}" if day else " yet"
        raise EasebackError(f"log --amend: there is no run to correct{when}")
    return records[-1]


def _tell(book: Diary, record: int | None, before: State | None, today: date) -> None:
    """What the newest run led to, or where an older one was entered, what comes next.

    `before` is where the comeback stood before a correction.
    """
    state, latest = book.state, book.history.latest
    if before and state != before:
        print(words("next.changed"))
    if latest and latest.id == record:
        outcome = book.outcome(latest.id)
        print(decision_sentence(outcome, today, book.config.runner.professional))
    else:
        print(next_run(book, state, today))


def _next(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with diary() as book:
        state = book.state
    if arguments.json:
        print(json.dumps(run_json(state)))
    else:
        print(next_run(book, state, today))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    today = clock.now().date()
    with diary() as book:
        state = book.state
        waiting = book.waiting(today)
    part = waiting[1].value if waiting else None
    if arguments.json:
        print(json.dumps({"open": part, "next": run_json(state)}))
        return 0
    if part:
        print(f"Open questions ({part.replace('_', ' ')}): easeback checkin")
    print(next_run(book, state, today))
    return 0


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


def _undo(_arguments: argparse.Namespace) -> int:
    with diary(writing=True) as book:
        before = book.state
        print(f"Taken back: {book.undo(clock.now())}")
        _tell(book, None, before, clock.now().date())
    return 0


def _skip(_arguments: argparse.Namespace) -> int:
    now = clock.now()
    with diary(writing=True) as book:
        skipped = book.skip(now.date(), now)
        print(words("skip.done" if skipped else "skip.none"))
        if not skipped:
            print(next_run(book, book.state, now.date()))
    return 0


def _snooze(arguments: argparse.Namespace) -> int:
    now = clock.now()
    until = now + arguments.time
    with diary(writing=True) as book:
        book.snooze(now, until)
    print(words("snooze.done", time=f"{until:%H:%M}"))
    return 0


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m?)?", text.strip().lower())
    hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0)
    span = timedelta(hours=hours, minutes=minutes)
    if not SHORTEST_SNOOZE <= span <= LONGEST_SNOOZE:
        raise argparse.ArgumentTypeError("expected a time from 10m to 12h, like 45m, 2h or 1h30m")
    return span


def _score(text: str) -> int | None:
    return None if text == "unknown" else int(text)


def _yes_no(text: str) -> bool | None:
    if text.lower() not in _YES_NO:
        raise argparse.ArgumentTypeError("expected yes, no or unknown")
    return _YES_NO[text.lower()]


def _distance(text: str) -> dict[str, Any]:
    number, unit = text[:-2].strip(), text[-2:]
    if unit not in ("mi", "km"):
        raise argparse.ArgumentTypeError("expected a number with its unit, like 2.5mi or 4km")
    return {"value": float(number), "unit": unit}
