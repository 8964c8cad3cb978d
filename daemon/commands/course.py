"""`easeback course`: a whole history as JSON in, its course out; needs no diary and no clock."""

import argparse
import json
from datetime import date

from daemon.base.dates import dated
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.json_input import one_or_many, read_input
from daemon.settings.rulebook import table_in_force
from rules.attempts import Outcome
from rules.course import Course, course
from rules.course_json import course_to_json, history_from_json
from rules.model import Advice
from rules.numbers import default_numbers
from rules.rungs import Target


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
    histories, many = one_or_many(read_input(arguments.file), "history", history_from_json)
    book = table_in_force()
    courses = [course(history, today, book) for today, history in histories]
    if arguments.json:
        values = [course_to_json(each) for each in courses]
        print(json.dumps(values if many else values[0]))
        return 0
    for each in courses:
        _tell(each)
    return 0


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
