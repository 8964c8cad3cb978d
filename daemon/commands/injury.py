"""`easeback injury`: the injuries that the diary knows, a new one, a relapse, a correction."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from daemon.base import clock, typed_dates
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.diary import diary
from daemon.commands.injury_options import add_details, fields_of, told_in
from daemon.commands.output import add_json, tell
from daemon.diary import telling
from daemon.diary.codec import fields_to_json
from daemon.diary.comeback_facts import ComebackBegun
from daemon.diary.injuries import injury_in_words
from daemon.diary.next_run import next_json, next_run

_SHOW, _NEW, _RELAPSE, _CORRECT = "show", "new", "relapse", "correct"


def add_commands(commands: Commands) -> None:
    """Add `injury` to the parser."""
    injury = commands.add_parser(
        "injury",
        help="the injury you come back from: show it, correct it, tell of a new one",
        description="Shows your injuries; a new one or a relapse begins a comeback anew.",
        usage="easeback injury [new | relapse | correct] [--day DAY] [DETAILS] [--json]",
        epilog="example: easeback injury new --kind bone --site shin --side left --walks no",
    )
    injury.add_argument("what", nargs="?", default=_SHOW, choices=(_SHOW, _NEW, _RELAPSE, _CORRECT))
    injury.add_argument("--day", type=_day, metavar="DAY", help=words("injury_flag.day"))
    add_details(injury)
    add_json(injury)
    injury.set_defaults(run=_injury)


def _injury(arguments: argparse.Namespace) -> int:
    now, what = clock.now(), arguments.what
    today = now.date()
    try:
        told = told_in(arguments, today)
        with diary(writing=what != _SHOW) as book:
            known = book.read().history.comebacks
            if what == _SHOW:
                if told or arguments.day:
                    raise EasebackError(words("injury.say_what"))
            elif what == _CORRECT:
                telling.correct_injury(book, now, _corrected(known, told, arguments.day))
            else:
                telling.injure(book, now, _begun(what, known, told, arguments.day or today))
            read = book.read()
            recent = read.recent(today)
            comebacks = read.history.comebacks or (book.first_comeback(now),)
    except ValueError as error:
        raise EasebackError(f"injury {error}") from None
    lines = [injury_in_words(each) for each in comebacks]
    if what != _SHOW:
        lines = [words(f"injury.{what}_done"), lines[-1]]
    lines.append(next_run(book.config, recent, today))
    values = {"injuries": [fields_to_json(each) for each in comebacks]}
    return tell(arguments, {**values, "next": next_json(recent.course)}, *lines)


def _begun(
    what: str, known: Sequence[ComebackBegun], told: Mapping[str, Any], day: date
) -> ComebackBegun:
    """A new comeback; a relapse is of the same injury, with nothing told yet of how it is now."""
    if what == _RELAPSE:
        if not known:
            raise EasebackError(words("injury.none_yet"))
        last = known[-1]
        fresh = ComebackBegun(
            day, last.injury, last.severe, usual=last.usual, site=last.site, side=last.side
        )
    elif "kind" not in told:
        raise EasebackError(words("injury.which_kind"))
    else:
        fresh = ComebackBegun(day, told["kind"])
    return replace(fresh, **fields_of(told))


def _corrected(
    known: Sequence[ComebackBegun], told: Mapping[str, Any], day: date | None
) -> ComebackBegun:
    if not known:
        raise EasebackError(words("injury.none_yet"))
    if not told and day is None:
        raise EasebackError(words("injury.correct_what"))
    last = known[-1]
    changed = replace(last, **fields_of(told))
    return replace(changed, day=day) if day else changed


def _day(text: str) -> date:
    try:
        return typed_dates.past_day(text, clock.now())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; expected {typed_dates.DAYS}") from None
