"""The command line.

Exit codes: 0 done, 1 a fault of easeback's own, 2 bad usage or input, 3 cannot run here,
130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from daemon.base.crash import note_crash
from daemon.base.errors import EasebackError, Problems
from daemon.base.words import words
from daemon.commands.parser import Parser, did_you_mean
from rules.model import RulesError
from voice.base.children import own_program
from voice.base.plain import plain

# Commands as the help groups them, and the module that has each.
COMMANDS: Mapping[str, Mapping[str, str]] = {
    "begin": {
        "init": "daemon.commands.init",
        "injury": "daemon.commands.injury",
        "doctor": "daemon.commands.doctor",
        "service": "daemon.commands.service",
        "logs": "daemon.commands.service",
        "completion": "daemon.commands.completion",
    },
    "run": {
        "warmup": "daemon.commands.session",
        "go": "daemon.commands.session",
        "checkin": "daemon.commands.session",
        "log": "daemon.commands.log",
        "snooze": "daemon.commands.diary",
        "strength": "daemon.commands.session",
        "undo": "daemon.commands.log",
    },
    "days": {
        "pain": "daemon.commands.days",
        "pause": "daemon.commands.days",
        "back": "daemon.commands.days",
        "move": "daemon.commands.days",
        "skip": "daemon.commands.diary",
        "cleared": "daemon.commands.diary",
    },
    "look": {
        "next": "daemon.commands.diary",
        "status": "daemon.commands.diary",
        "plan": "daemon.commands.plan",
        "history": "daemon.commands.history",
        "report": "daemon.commands.report",
        "rules": "daemon.commands.rules",
    },
    "data": {
        "export": "daemon.commands.data",
        "import": "daemon.commands.importing",
        "backup": "daemon.commands.backup",
        "restore": "daemon.commands.backup",
        "forget": "daemon.commands.data",
    },
    "parts": {
        "model": "daemon.commands.model",
        "voice": "daemon.commands.voice",
        "run": "daemon.commands.run",
        "rehearse": "daemon.commands.rehearse",
        "decide": "daemon.commands.decide",
        "course": "daemon.commands.course",
        "answer": "daemon.commands.answer",
        "hear": "daemon.commands.session",
        "say": "daemon.commands.session",
    },
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    _open_what_is_closed()
    try:
        # What a stream still holds is written here; it may have nowhere to go.
        for stream in (sys.stdout, sys.stderr):
            # A terminal that lacks a character shows another; that is no reason to fail.
            getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
        code = _run(argv)
        print(end="", flush=True)
        return code
    except (Problems, RulesError) as error:
        return _refused([*error.problems[:20], *_and_more(len(error.problems) - 20)], 2)
    except EasebackError as error:
        return _refused([str(error)], error.exit_code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is left to tell it.
        _close_output()
        return 0
    except OSError as error:
        _close_output()
        place = f"{error.filename}: " if error.filename else ""
        return _refused([f"{place}{error.strerror or error}"], 3)
    except Exception as error:
        return _refused(note_crash(error, argv), 1)


def parser(command: str = "") -> argparse.ArgumentParser:
    """All commands, or only those of the module that has this one, which is faster."""
    top = _Top(prog="easeback", description=words("help.what"), epilog=words("help.examples"))
    top.add_argument("--version", action=_Version, nargs=0, help="the version")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    modules = {name: module for group in COMMANDS.values() for name, module in group.items()}
    named = [modules[command]] if command in modules else modules.values()
    for module in dict.fromkeys(named):
        import_module(module).add_commands(commands)
    return top


def _run(argv: list[str]) -> int:
    if argv[:1] in (["hear"], ["say"]):
        # Run by the voice package in a process of its own: models never live in this one.
        import subprocess

        return subprocess.call(own_program("voice", *argv))
    known = parser(argv[0] if argv else "")
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(known)
    if not argv:
        from daemon.commands.today import show

        return show()
    names = [name for group in COMMANDS.values() for name in group]
    if not argv[0].startswith("-") and argv[0] not in names:
        raise EasebackError(_no_command(argv[0], names))
    arguments, left = known.parse_known_args(argv)
    if left:
        _parser_of(known, argv).unknown(left)
    code: int = arguments.run(arguments)
    return code


def _no_command(typed: str, names: Sequence[str]) -> str:
    told = words("usage.no_command", typed=typed) + did_you_mean(typed, names)
    return told + words("usage.help")


def _parser_of(known: argparse.ArgumentParser, argv: Sequence[str]) -> Parser:
    """The parser of the command, or of the part of one, that was typed."""
    found = known
    for word in argv:
        for action in found._actions:  # noqa: SLF001 - argparse tells nobody else
            if isinstance(action, argparse._SubParsersAction) and word in action.choices:  # noqa: SLF001 - as above
                found = action.choices[word]
                break
        else:
            break
    assert isinstance(found, Parser)
    return found


def _groups() -> str:
    width = max(len(words(f"help.{group}")) for group in COMMANDS)
    return "\n".join(
        f"  {words(f'help.{group}'):{width}}  {', '.join(names)}"
        for group, names in COMMANDS.items()
    )


class _Top(Parser):
    """Its help shows the commands in groups; with a line for each it would not fit a screen."""

    def format_help(self) -> str:
        parts = (words("help.usage"), self.description, _groups(), self.epilog)
        return "\n\n".join(filter(None, parts)) + "\n"


class _Version(argparse.Action):
    """Asks for the version only where somebody wants to know it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        print(f"easeback {version('easeback')}")
        parser.exit()


def _and_more(number: int) -> list[str]:
    return [f"and {number} more"] if number > 0 else []


def _refused(problems: Sequence[str], code: int) -> int:
    for problem in problems:
        print(f"easeback: {plain(problem)}", file=sys.stderr)
    return code


def _open_what_is_closed() -> None:
    """A standard stream that is closed becomes one of nothing.

    In this order each gets its own number, which the diary's file would get otherwise.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives


def _close_output() -> None:
    # What is still buffered would fail once more when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
