"""What a command answers: sentences for people, one JSON object for programs."""

import argparse
import json
import shutil
import sys
import textwrap
from typing import Any, TextIO


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


def folded(text: str, out: TextIO | None = None, indent: int = 0) -> str:
    """The text in lines of the terminal's width, broken between words; else as it is.

    Every line but the first begins with `indent` spaces.
    """
    out = out or sys.stdout
    if not out.isatty():
        return text
    fill = textwrap.TextWrapper(
        shutil.get_terminal_size().columns,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).fill
    return "\n".join(map(fill, text.splitlines()))
