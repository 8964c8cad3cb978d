"""Pages of the reference that are written from the program itself.

    python -m tests.reference          # or: make docs

writes them; the tests fail where one is not what the program says.
"""

import argparse
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import tomli

from daemon.cli import parser
from daemon.settings.config import Config, section_name
from rules.numbers import BOUNDS, default_text
from tests.every_command import every_command
from tests.runners import MONDAY, RUNNERS, advised, weekly_minutes

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_WEEKS = 10
_WRITTEN = "<!-- Written by `make docs` from the program. -->\n\n"


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
        "out is at its default. `config.example.toml`, which is installed below "
        "`share/easeback`, has all of it to copy from, the steps of the warm-up and of strength "
        "work included. Faults are all named at once.\n"
    ]
    for section in fields(Config):
        part = getattr(Config(), section.name)
        if isinstance(part, tuple):
            continue
        name = section_name(section.name)
        parts.append(f"## [{name}]\n\n{type(part).__doc__}\n")
        parts.append("| key | default | takes | |\n|---|---|---|---|")
        text = example.partition(f"\n[{name}]\n")[2]
        for item in fields(part):
            default = _toml(getattr(part, item.name))
            comment = _comment_above(text, item.name)
            parts.append(
                f"| `{item.name}` | `{default}` | {item.metadata['check'].expected} | {comment} |"
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


def rules_page() -> str:
    """The page as it stands, with the numbers of the course and the six runners in their places."""
    text = (DOCS / "rules.md").read_text("utf-8")
    for name, rows in (("numbers", _numbers()), ("runners", _runners())):
        begin, end = f"<!-- {name}: written by `make docs` -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        text = before + begin + "\n".join(rows) + "\n" + end + rest.partition(end)[2]
    return text


def _numbers() -> Iterator[str]:
    yield "| what | value | never beyond | source |\n|---|---|---|---|"
    data = tomli.loads(default_text())
    for row in data["number"]:
        least, most = BOUNDS[row["id"]]["least"], BOUNDS[row["id"]]["most"]
        yield f"| {row['what']} | {row['value']} | {least} to {most} | {row['source']} |"
    stages = ", ".join(f"{run}/{walk}" for run, walk in data["stages"])
    yield f"| stages: run and walk minutes in half an hour | {stages} | | {data['stages_source']} |"


def _runners() -> Iterator[str]:
    weeks = range(1, _WEEKS + 1)
    yield "| runner | " + " | ".join(map(str, weeks)) + " | easy until | advised |"
    yield "|---" * (_WEEKS + 3) + "|"
    for runner in RUNNERS:
        made = runner.outcomes(_WEEKS)
        minutes = " | ".join(map(str, weekly_minutes(made, _WEEKS)))
        hard = next(
            (f"week {(each.day - MONDAY).days // 7 + 1}" for each in made if not each.easy), ""
        )
        yield f"| {runner.name} | {minutes} | {hard} | {advised(made)} of {len(made)} |"


PAGES = {
    "commands.md": commands_page,
    "rules.md": rules_page,
    "settings.md": settings_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
