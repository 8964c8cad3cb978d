"""A rehearsal's script: what the synthetic runner says, and in which voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli

from daemon.base.errors import Problems
from daemon.diary.questions import Question

_TOP = ("title", "about", "runner", "commands", "answers")


@dataclass(frozen=True)
class ScriptedReply:
    """One answer; `typed` where the keyboard is used instead of the voice."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Shout:
    """A command said when the warm-up comes to the step of this name."""

    step: str
    say: str


@dataclass(frozen=True)
class Scenario:
    """One day of a runner. `answers` are in the order of the attempts at each question."""

    title: str
    about: str
    voice: str
    rate: int
    answers: Mapping[Question, tuple[ScriptedReply, ...]]
    commands: tuple[Shout, ...] = ()


def shipped() -> tuple[Scenario, ...]:
    """The scenarios that come with easeback, in their order."""
    folder = files("daemon") / "data" / "scenarios"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(parse_scenario((folder / name).read_text("utf-8"), name) for name in names)


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file. Raises Problems naming every fault."""
    try:
        return parse_scenario(path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Problems([f"cannot be read: {error}"], path) from None


def parse_scenario(text: str, place: str) -> Scenario:
    """Read a scenario from TOML text. Raises Problems naming every fault."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Problems([f"not TOML: {error}"], place) from None
    problems = [
        f"{key}: unknown key; expected {', '.join(_TOP)}" for key in data if key not in _TOP
    ]
    runner = _table(data, "runner", problems)
    voice, rate = runner.get("voice", "en-us"), runner.get("rate", 150)
    if not isinstance(voice, str) or not voice:
        problems.append("runner.voice: expected the name of an espeak-ng voice")
    if isinstance(rate, bool) or not isinstance(rate, int) or not 80 <= rate <= 300:
        problems.append("runner.rate: expected words a minute, 80 to 300")
    answers = _answers(_table(data, "answers", problems), problems)
    commands = _commands(data.get("commands", []), problems)
    if problems:
        raise Problems(problems, place)
    title, about = str(data.get("title", place)), str(data.get("about", ""))
    return Scenario(title, about, voice, rate, answers, commands)


def _table(data: Mapping[str, Any], name: str, problems: list[str]) -> Mapping[str, Any]:
    value = data.get(name, {})
    if isinstance(value, dict):
        return value
    problems.append(f"{name}: expected a section [{name}]")
    return {}


def _answers(
    table: Mapping[str, Any], problems: list[str]
) -> Mapping[Question, tuple[ScriptedReply, ...]]:
    names = [question.value for question in Question]
    answers = {}
    for name, values in table.items():
        if name not in names:
            problems.append(f"answers.{name}: unknown question; expected {', '.join(names)}")
            continue
        lines = [_line(value) for value in values] if isinstance(values, list) else []
        kept = tuple(line for line in lines if line)
        if not kept or len(kept) < len(lines):
            problems.append(f'answers.{name}: expected a list of texts or {{ type = "text" }}')
        answers[Question(name)] = kept
    return answers


def _line(value: Any) -> ScriptedReply | None:
    if isinstance(value, str) and value:
        return ScriptedReply(value)
    if isinstance(value, dict) and list(value) == ["type"] and isinstance(value["type"], str):
        return ScriptedReply(value["type"], typed=True)
    return None


def _commands(rows: Any, problems: list[str]) -> tuple[Shout, ...]:
    shouts = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
        if isinstance(row, dict) and sorted(row) == ["say", "step"]:
            shouts.append(Shout(str(row["step"]), str(row["say"])))
        else:
            problems.append(f"commands[{number}]: expected step and say")
    return tuple(shouts)
