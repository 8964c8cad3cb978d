"""What this process has on the screen, in a file for the one after it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from voice.base.whole_file import write_whole


@dataclass(frozen=True)
class OnScreen:
    """The notices of one notification server: by kind their number, and what they are about.

    `server` is the server's own name on the bus, which no other has after it.
    """

    server: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


def load(file: Path) -> OnScreen:
    """What was left there; nothing where that cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        kept = json.loads(file.read_text("utf-8"))
        numbers = {str(kind): int(number) for kind, number in kept["numbers"].items()}
        about = {str(kind): str(text) for kind, text in kept["about"].items()}
        return OnScreen(str(kept["server"]), numbers, about)
    return OnScreen()


def save(file: Path, now: OnScreen) -> None:
    """Keep it; where that cannot be written, what is left stays until its server ends."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = {"server": now.server, "numbers": dict(now.numbers), "about": dict(now.about)}
        write_whole(file, json.dumps(kept))
