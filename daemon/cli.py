"""The command line. Exit codes: 0 done, 2 bad usage or input, 3 cannot run here, 130 interrupt."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from daemon import diary_commands, plan_commands, rehearse_command, rules_commands, session_commands
from daemon.errors import EasebackError
from daemon.table import table_in_force
from rules.attempt_json import attempt_from_json, decision_to_json
from rules.engine import decide
from rules.model import Attempt, RulesError, Settings

EPILOG = "easeback advises, it does not diagnose. Pain that worries you belongs to a professional."


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        if argv[:1] in (["hear"], ["say"]):
            # Their options, help included, are the voice package's own.
            return session_commands.lent(argv)
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except RulesError as error:
        for problem in error.problems[:20]:
            print(f"easeback: {problem}", file=sys.stderr)
        if len(error.problems) > 20:
            print(f"easeback: and {len(error.problems) - 20} more", file=sys.stderr)
        return 2
    except EasebackError as error:
        print(f"easeback: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is left to tell it.
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="easeback", epilog=EPILOG)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    deciding = commands.add_parser(
        "decide",
        help="what an attempt's answers mean for the next run",
        description="Reads one attempt, or a list of them, as JSON and prints the decision(s).",
        epilog='example: echo \'{"warmup": 3, "faded": false}\' | easeback decide',
    )
    deciding.add_argument("file", nargs="?", help="JSON file (standard input if left out)")
    deciding.add_argument("--json", action="store_true", help="JSON instead of sentences")
    deciding.set_defaults(run=_decide)
    diary_commands.add_commands(commands)
    session_commands.add_commands(commands)
    rehearse_command.add_command(commands)
    rules_commands.add_command(commands)
    plan_commands.add_command(commands)
    running = commands.add_parser(
        "run",
        help="the daemon in the foreground",
        description="Reminds of runs, rest, strength work and the morning's question, until it is "
        "stopped with Ctrl-C or SIGTERM. The systemd unit starts this.",
    )
    running.set_defaults(run=_run)
    return parser


def _run(_arguments: argparse.Namespace) -> int:
    # Imported here: the other commands answer faster without it.
    from daemon.app import run

    return run()


def _decide(arguments: argparse.Namespace) -> int:
    book = table_in_force()
    attempts, many = _attempts(_json_input(arguments.file))
    decisions = [decide(attempt, book, Settings()) for attempt in attempts]
    if arguments.json:
        values = [decision_to_json(decision) for decision in decisions]
        print(json.dumps(values if many else values[0]))
        return 0
    for decision in decisions:
        days = "1 rest day" if decision.rest_days == 1 else f"{decision.rest_days} rest days"
        state = "provisional" if decision.provisional else "final"
        print(f"{days}, then {decision.load.name.lower()} ({state}): {decision.why}")
        for advice in decision.advice:
            print(f"  advice: {advice.replace('_', ' ')}")
    return 0


def _json_input(name: str | None) -> Any:
    place = name or "standard input"
    try:
        text = Path(name).read_text("utf-8") if name else sys.stdin.read()
        return json.loads(text)
    except OSError as error:
        raise RulesError([f"{place}: {error.strerror}"]) from None
    except RecursionError:
        raise RulesError([f"{place}: nested too deeply"]) from None
    except ValueError as error:
        raise RulesError([f"{place}: not JSON: {error}"]) from None


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
        raise RulesError(problems)
    return attempts, True


if __name__ == "__main__":
    sys.exit(main())
