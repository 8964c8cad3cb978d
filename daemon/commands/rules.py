"""`easeback rules verify`: the table proved whole and safe, and all vectors run through."""

import argparse
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from daemon.base import paths
from daemon.base.errors import Problems
from daemon.base.words import words
from daemon.commands import Commands
from daemon.settings.rulebook import own_table, table_in_force
from rules import verify, verify_course
from rules.rulebook import default_text, load_rulebook
from rules.safety import contradictions, gaps, violations


def add_commands(commands: Commands) -> None:
    """Add `rules` to the parser."""
    rules = commands.add_parser(
        "rules",
        help="the decision table: verify it, show it",
        epilog="example: easeback rules show",
    )
    actions = rules.add_subparsers(required=True, metavar="ACTION")
    verify = actions.add_parser(
        "verify",
        help="prove the table whole and safe, and run its conformance vectors",
        description="Tries every pattern of answers and every shipped vector, of attempts and of "
        "whole courses. A table of your own "
        "(rules.toml beside config.toml, or FILE) is checked for faults, gaps, contradictions and "
        "safety; only the shipped one has to meet the vectors.",
        epilog="example: easeback rules verify my-rules.toml",
    )
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE")
    verify.set_defaults(run=_verify)
    show = actions.add_parser(
        "show",
        help="print the table in force, as TOML",
        epilog="example: easeback rules show > rules.toml",
    )
    show.set_defaults(run=_show)


def _verify(arguments: argparse.Namespace) -> int:
    own = arguments.file or (paths.rules_file() if paths.rules_file().exists() else None)
    if own:
        book = own_table(own)
        key = "verify.unsafe" if violations(book) else "verify.safe"
        print(words(key, file=own, n=len(book.rules)))
    book = load_rulebook(default_text())
    problems = [*gaps(book), *contradictions(book), *violations(book)]
    vectors, courses = _shipped("decide.json"), _shipped("course.json")
    problems += verify.malformed(vectors) or verify.failures(vectors, book)
    problems += verify_course.malformed(courses) or verify_course.failures(courses, book)
    if problems:
        raise Problems(problems)
    print(words("verify.shipped", n=len(book.rules), vectors=len(vectors), courses=len(courses)))
    return 0


def _shipped(name: str) -> Any:
    return json.loads((files("rules") / "vectors" / name).read_text("utf-8"))


def _show(_arguments: argparse.Namespace) -> int:
    own = paths.rules_file()
    table_in_force()
    print(own.read_text("utf-8") if own.exists() else default_text(), end="")
    return 0
