"""`easeback course`: a whole history as JSON in, its course out; needs no diary and no clock."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from daemon.dates import dated
from daemon.table import table_in_force
from daemon.words import words
from rules.attempts import Outcome
from rules.comeback import History
from rules.course import Course, course
from rules.course_json import course_to_json, history_from_json
from rules.model import Advice, RulesError
from rules.numbers import default_numbers
from rules.rungs import Target
from rules.strict_json import read_json

Commands = Any  # argparse keeps the type of its sub-parsers private


def add_commands(commands: Commands) -> None:
    """Add `course` to the parser."""
    parser = commands.add_parser(
        "course",
        help="what a whole history of runs leads to",
        description="Reads a history (comebacks, settings, runs, pains, pauses), or a list of "
        "them, as JSON and prints what every run led to and what today is for. "
        "docs/rules-format.md has the form.",
        epilog="example: easeback course --json history.json",
    )
    parser.add_argument("file", nargs="?", help="JSON file (standard input if left out)")
    parser.add_argument("--json", action="store_true", help="JSON instead of sentences")
    parser.set_defaults(run=_course)


def _course(arguments: argparse.Namespace) -> int:
    histories, many = _histories(_input(arguments.file))
    book = table_in_force()
    courses = [course(history, today, book) for today, history in histories]
    if arguments.json:
        values = [course_to_json(each) for each in courses]
        print(json.dumps(values if many else values[0]))
        return 0
    for each in courses:
        _tell(each)
    return 0


def _input(name: str | None) -> Any:
    place = name or "standard input"
    try:
        text = Path(name).read_text("utf-8") if name else sys.stdin.read()
    except OSError as error:
        raise RulesError([f"{place}: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise RulesError([f"{place}: not UTF-8: {error.reason}"]) from None
    try:
        return read_json(text)
    except RulesError as error:
        raise RulesError([f"{place}: {problem}" for problem in error.problems]) from None


def _histories(value: Any) -> tuple[list[tuple[date, History]], bool]:
    if not isinstance(value, list):
        return [history_from_json(value)], False
    histories: list[tuple[date, History]] = []
    problems: list[str] = []
    for number, item in enumerate(value):
        try:
            histories.append(history_from_json(item, f"history[{number}]"))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise RulesError(problems)
    return histories, True


def _tell(each: Course) -> None:
    for outcome in each.outcomes:
        print(_line(outcome.day, outcome.planned), _decided(outcome))
        for advice in outcome.advice:
            print(" ", words("plan.advice", advice=words(f"advice.{advice}")))
    view = each.view()
    print(_line(view.due or each.today, view.target), default_numbers().gate[view.verdict])
    if view.advised:
        print(" ", words("plan.advice", advice=words(f"advice.{Advice.SEE_PROFESSIONAL}")))


def _line(day: date, target: Target) -> str:
    return f"{dated(day, 'date.row_year')} {words('plan.minutes', minutes=target.running)}"


def _decided(outcome: Outcome) -> str:
    key = "decide.provisional" if outcome.decision.provisional else "decide.final"
    rest = words("count.rest_day", n=outcome.rest_days)
    return words(key, rest=rest, load=words(f"load.{outcome.load.name.lower()}"), why=outcome.why)
