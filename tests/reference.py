"""Pages of the reference that are written from the program itself.

    python -m tests.reference          # or: make docs

writes them; the tests fail where one is not what the program says.
"""

import argparse
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from daemon.cli import parser
from daemon.config import Config
from daemon.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.routine import Step, build
from daemon.session import TRANSITIONS, begin_routine, step
from daemon.session_state import Activity, Phase, Session
from rules.model import RulesError, Settings
from tests.commands import every_command

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_WRITTEN = "<!-- Written by `make docs` from the program. -->\n\n"
# Long enough for every phase to be reached from every other.
_STEPS_FROM_THE_START = 6
_NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def commands_page() -> str:
    """Every command with everything that it takes."""
    parts = [
        f"# Commands\n\n{_WRITTEN}"
        "`easeback COMMAND --help` says the same. Exit codes: 0 done, 1 a fault of easeback's own "
        "(it writes a note and says where), 2 bad input (nothing was changed), 3 cannot run here, "
        "130 interrupted.\n"
    ]
    for name, command in every_command().items():
        parts.append(f"## easeback {name}\n\n{command.description or _help_of(name)}\n")
        if rows := list(_rows(command)):
            parts.append("\n".join(["| | |", "|---|---|", *rows]) + "\n")
        parts.append(f"{command.epilog}\n")
    return "\n".join(parts)


def _help_of(name: str) -> str:
    *path, last = name.split()
    above = every_command()[" ".join(path)] if path else parser()
    for action in above._actions:
        if isinstance(action, argparse._SubParsersAction):
            text = next(each.help or "" for each in action._choices_actions if each.dest == last)
            return f"{text[0].upper()}{text[1:]}."
    raise LookupError(name)


def _rows(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in command._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        takes = "" if action.nargs == 0 else str(action.metavar or "")
        if action.choices:
            takes = ", ".join(map(str, action.choices))
        name = ", ".join(action.option_strings) or takes or action.dest
        shown = f"`{name}`" + (f" {takes}" if takes and action.option_strings else "")
        yield f"| {shown} | {action.help or ''} |".replace("%%", "%")


def settings_page() -> str:
    """Every key of the settings: its default, what it takes, and the example's words on it."""
    example = (ROOT / "config.example.toml").read_text("utf-8")
    parts = [
        f"# Settings\n\n{_WRITTEN}"
        "`~/.config/easeback/config.toml`; `easeback init` writes the first one. What you leave "
        "out is at its default. `config.example.toml` has all of it to copy from, the steps of "
        "the warm-up and of strength work included. Faults are all named at once.\n"
    ]
    for section in fields(Config):
        part = getattr(Config(), section.name)
        if isinstance(part, tuple):
            continue
        parts.append(f"## [{section.name}]\n\n{type(part).__doc__}\n")
        parts.append("| key | default | takes | |\n|---|---|---|---|")
        text = example.partition(f"\n[{section.name}]\n")[2]
        for item in fields(part):
            default = _toml(getattr(part, item.name))
            comment = _comment_above(text, item.name)
            parts.append(
                f"| `{item.name}` | `{default}` | {item.metadata['expected']} | {comment} |"
            )
        parts.append("")
    return "\n".join(parts)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{each}"' for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _comment_above(text: str, key: str) -> str:
    above = text.partition(f"\n{key} = ")[0].splitlines() if not text.startswith(key) else []
    told: list[str] = []
    while above and above[-1].startswith("# "):
        told.insert(0, above.pop()[2:])
    return " ".join(told)


def session_page() -> str:
    """The session machine as a diagram: every transition that can be taken, found by taking it."""
    edges: dict[tuple[str, str], set[str]] = {}
    for before, event, after in sorted(_taken()):
        edges.setdefault((before, after), set()).add(event)
    lines = [f"    {a} --> {b}: {', '.join(sorted(by))}" for (a, b), by in edges.items()]
    table = [f"| {p.name} | {e.__name__} | `{h.__name__}` |" for (p, e), h in TRANSITIONS.items()]
    return "\n".join(
        [
            f"# The session machine\n\n{_WRITTEN}"
            "`daemon/session.py`: one step takes a session and an event, and gives the session "
            "after it and the actions that it wishes for. It knows no clock and does no I/O.\n",
            "```mermaid\nstateDiagram-v2",
            f"    [*] --> {Phase.GUIDING.name}: warm-up, run, strength",
            f"    [*] --> {Phase.ASKING.name}: open questions",
            *lines,
            f"    {Phase.FINISHED.name} --> [*]",
            "```\n",
            "An event that this table does not list for a phase is refused, and changes nothing:\n",
            "| phase | event | handled by |\n|---|---|---|",
            *table,
            "",
        ]
    )


def _taken() -> set[tuple[str, str, str]]:
    routine = build([Step("Walk", "Go.", seconds=30), Step("Jog", "Easy.", seconds=30)])
    start, _ = begin_routine(Activity.WARMUP, Settings(), routine, _NOW)
    found: set[tuple[str, str, str]] = set()
    # The end of the routine is many cues away from its start.
    last = replace(start, cue=len(routine.cues) - 1)
    here, seen = [start, last], set[str]()
    for _ in range(_STEPS_FROM_THE_START):
        further: list[Session] = []
        for session in here:
            for event in _events(session):
                try:
                    after, _ = step(session, event, _NOW + timedelta(hours=1))
                except RulesError:
                    # An answer to another question than the open one.
                    continue
                found.add((session.phase.name, type(event).__name__, after.phase.name))
                if repr(after) not in seen:
                    seen.add(repr(after))
                    further.append(after)
        here = further
    return found


def _events(session: Session) -> Iterator[Event]:
    samples: tuple[Event, ...] = (
        CueDue(),
        NotUnderstood(),
        Unanswered(),
        *(Answered(value, True, "spoken") for value in (0, 3, 9, True, False)),
        *(Answered(value, False, "spoken") for value in (0, 3, True)),
        *(Command(name) for name in ("pause", "resume", "skip", "stop", "ouch", "change")),
    )
    return (event for event in samples if (session.phase, type(event)) in TRANSITIONS)


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "session-machine.md": session_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
