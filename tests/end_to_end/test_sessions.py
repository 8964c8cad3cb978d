"""Guided sessions as real processes in a virtual room: a voice is all that steers them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.end_to_end.conftest import Room
from voice.mouth import EspeakMouth

SETTINGS = """
[[warmup.step]]
name = "March"
how = "Knees up."
seconds = 60

[[strength.stage_1]]
name = "Bridge hold"
how = "Hips up."
seconds = 2
"""


def hold(room: Room, home: Path, command: str, says: Mapping[str, str]) -> list[str]:
    """What a session says, when each of these lines of it is answered aloud."""
    config = home / "xdg_config_home" / "easeback" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(SETTINGS)
    mouth = EspeakMouth(home / "runner", "en-us", 140)
    answers = {line: mouth.render(text) for line, text in says.items()}
    process = [sys.executable, "-m", "daemon.cli", command]
    said = []
    with subprocess.Popen(
        process, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as session:
        assert session.stdout is not None
        for line in session.stdout:
            said.append(line.strip())
            if line.strip() in answers:
                room.speak(answers[line.strip()])
    assert session.returncode == 0, said
    return said


def test_stop_ends_a_warm_up_in_the_middle(room: Room, home: Path) -> None:
    said = hold(room, home, "warmup", {"Go.": "stop"})
    assert said[-2:] == ["Go.", "Stopped."]


def test_strength_work_runs_to_its_end_and_is_ticked_off(room: Room, home: Path) -> None:
    said = hold(room, home, "strength", {})
    assert said[-1] == "Ticked off."
