"""`easeback decide`: what answers mean, for scripts and for the curious."""

import argparse
import json

from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.json_input import one_or_many, read_input
from daemon.settings.rulebook import table_in_force
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.engine import decide
from rules.model import Settings


def add_commands(commands: Commands) -> None:
    """Add `decide` to the parser."""
    deciding = commands.add_parser(
        "decide",
        help="what an attempt's answers mean for the next run",
        description="Reads one attempt, or a list of them, as JSON and prints the decision(s).",
        epilog='example: echo \'{"warmup": 3, "faded": false}\' | easeback decide',
    )
    deciding.add_argument("file", nargs="?", help="JSON file (standard input if left out)")
    deciding.add_argument("--json", action="store_true", help="JSON instead of sentences")
    deciding.set_defaults(run=_decide)


def _decide(arguments: argparse.Namespace) -> int:
    book = table_in_force()
    attempts, many = one_or_many(read_input(arguments.file), "attempt", attempt_from_json)
    decisions = [decide(attempt, book, Settings()) for attempt in attempts]
    if arguments.json:
        values = [decision_to_json(decision) for decision in decisions]
        print(json.dumps(values if many else values[0]))
        return 0
    for decision in decisions:
        key = "decide.provisional" if decision.provisional else "decide.final"
        rest = words("count.rest_day", n=decision.rest_days)
        load = words(f"load.{decision.load.name.lower()}")
        print(words(key, rest=rest, load=load, why=decision.why))
        for advice in decision.advice:
            print(" ", words("plan.advice", advice=words(f"advice.{advice}")))
    return 0
