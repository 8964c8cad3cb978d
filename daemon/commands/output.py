"""What a command answers: sentences for people, one JSON object for programs."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from daemon.base.terminal import folded
from daemon.diary.announce import lacking
from daemon.diary.facts import Damaged


def add_json(parser: argparse.ArgumentParser) -> None:
    """Give a command its `--json`."""
    parser.add_argument("--json", action="store_true", help="JSON instead of sentences")


def tell(arguments: argparse.Namespace, values: Any, *lines: str) -> int:
    """Print the lines, or the values where JSON was asked for; the exit code of success."""
    if arguments.json:
        print(json.dumps(values))
    else:
        print(*map(folded, lines), sep="\n")
    return 0


def warn_of(damaged: Sequence[Damaged]) -> None:
    """Say beside the output, which may be another program's, what of the diary it lacks."""
    if told := lacking(damaged):
        print(told, file=sys.stderr)
