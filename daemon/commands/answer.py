"""`easeback answer`: a word into the session that the daemon holds."""

import argparse

from daemon.base.errors import EasebackError, Refused
from daemon.commands import Commands
from daemon.control.client import ControlClient


def add_commands(commands: Commands) -> None:
    """Add `answer` to the parser."""
    answer = commands.add_parser(
        "answer",
        help="answer or command the session that the daemon holds",
        description="Types into the session that a button or the control socket started, where "
        "speaking does not work. Prints what the session says to it.",
        epilog="examples: easeback answer three; easeback answer 25 minutes; easeback answer stop",
    )
    answer.add_argument("text", nargs="+", help="what you would say")
    answer.set_defaults(run=_answer)


def _answer(arguments: argparse.Namespace) -> int:
    text = " ".join(arguments.text)
    with ControlClient() as client:
        try:
            question = client.ask("session")["session"]["question"]
            values = {"text": text} if question else {"name": text}
            client.ask("answer" if question else "command", **values)
            said = client.ask("session")["session"]["said"]
        except Refused as refused:
            raise EasebackError(f"answer: {refused}") from None
    print(*said[-1:], sep="\n")
    return 0
