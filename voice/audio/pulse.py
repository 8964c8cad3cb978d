"""What the audio server (PulseAudio, or PipeWire in its place) tells through `pactl`.

Whatever cannot be told is taken for well: a server that does not know `pactl` is no fault.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

_SECONDS = 3
MONITOR = ".monitor"
"""End of the name of a source that gives back what a speaker plays."""


def installed() -> bool:
    """Whether the server can be asked at all."""
    return shutil.which("pactl") is not None


def info() -> dict[str, str]:
    """The server's fields, like "Default Sink"; empty where it does not answer."""
    lines = ask("info").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def speaker_sleeps() -> bool:
    """Whether the default speaker is suspended; waking, it swallows the start of a sound."""
    name = ask("get-default-sink").strip()
    lines = (line.split("\t") for line in ask("list", "short", "sinks").splitlines())
    return any(len(row) > 4 and row[1] == name and row[4] == "SUSPENDED" for row in lines)


def source_of(process: int) -> str:
    """Name of the source that this process records from; "" where it cannot be told."""
    for stream in _listed("source-outputs"):
        if stream.get("properties", {}).get("application.process.id") == str(process):
            names = {source["index"]: source["name"] for source in _listed("sources")}
            return str(names.get(stream.get("source"), ""))
    return ""


def ask(*arguments: str) -> str:
    """What `pactl` prints in English; "" where it fails or does not answer in time."""
    return output(command(*arguments))


def command(*arguments: str) -> list[str]:
    """How to ask the server, for whoever runs programs in another way; with `environment`."""
    return ["pactl", *arguments]


def environment() -> dict[str, str]:
    """What a program has to be run with, to speak English."""
    return {**os.environ, "LC_ALL": "C"}


def rows(told: str) -> list[dict[str, Any]]:
    """What the server lists as JSON; nothing where it tells something else."""
    try:
        found = json.loads(told)
    except ValueError:
        return []
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def output(program: Sequence[str]) -> str:
    """What a program prints in English; "" where it fails or takes too long."""
    try:
        done = subprocess.run(
            program, capture_output=True, timeout=_SECONDS, check=False, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _listed(what: str) -> list[dict[str, Any]]:
    return rows(ask("--format=json", "list", what))
