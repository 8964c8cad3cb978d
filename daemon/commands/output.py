"""What a command answers: sentences for people, one JSON object for programs."""

import argparse
import json
from typing import Any

from daemon.base.terminal import folded


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
