"""`easeback decide`: what answers mean, for scripts and for the curious."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from daemon.base.errors import Problems
from daemon.base.words import words
from daemon.settings.rulebook import table_in_force
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.engine import decide
from rules.model import Attempt, RulesError, Settings

Commands = Any  # argparse keeps the type of its sub-parsers private


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
    attempts, many = _attempts(_json_input(arguments.file))
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


def _json_input(name: str | None) -> Any:
    place = name or "standard input"
    try:
        text = Path(name).read_text("utf-8") if name else sys.stdin.read()
        return json.loads(text)
    except OSError as error:
        raise Problems([error.strerror or str(error)], place) from None
    except RecursionError:
        raise Problems(["nested too deeply"], place) from None
    except ValueError as error:
        raise Problems([f"not JSON: {error}"], place) from None


def _attempts(value: Any) -> tuple[list[Attempt], bool]:
    if not isinstance(value, list):
        return [attempt_from_json(value)], False
    attempts: list[Attempt] = []
    problems: list[str] = []
    for number, item in enumerate(value):
        try:
            attempts.append(attempt_from_json(item, f"attempt[{number}]"))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise Problems(problems)
    return attempts, True
