"""Guided sessions as real processes in a virtual room: a voice is all that steers them.

In each of them runs daemon/rooms/living_room.py.
"""

import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from daemon.diary.opened import opened
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from rules.model import Attempt, Distance
from tests.processes import started
from tests.virtual_room import Room
from voice.mouth.espeak import EspeakMouth

SETTINGS = """
[plan]
floor_minutes = 1
start_minutes = 1
goal_minutes = 1

[[warmup.step]]
name = "March"
how = "Knees up."
seconds = 60

[[strength.stage_1]]
name = "Bridge hold"
how = "Hips up."
seconds = 2
"""


# What a runner who is asked back says yes to.
EXPECTED = ("Zero.", "1 mile.", "I counted 1 minute.")


def hold(room: Room, home: Path, command: str, says: Mapping[str, str]) -> list[str]:
    """What a session says, when each of these lines of it is answered aloud."""
    config = home / "xdg_config_home" / "easeback" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(SETTINGS)
    mouth = EspeakMouth(home / "runner", "en-us", 140)
    answers = {line: mouth.render(text) for line, text in says.items()}
    yes, no = mouth.render("yes"), mouth.render("no")
    process = [sys.executable, "-m", "daemon.cli", command]
    said, answer = list[str](), no
    with started(
        process, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as session:
        assert session.stdout is not None
        for line in map(str.strip, session.stdout):
            said.append(line)
            if line.endswith("Is that right?"):
                room.answer(yes if line.startswith(EXPECTED) else no)
            elif line.endswith("?") or line.startswith("I did not get that."):
                answer = answers.get(line, answer)
                room.answer(answer)
            elif line in answers:
                room.speak(answers[line])
    assert session.returncode == 0, said
    return said


@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)
def test_stop_ends_a_warm_up_in_the_middle(room: Room, home: Path) -> None:
    said = hold(room, home, "warmup", {"Go.": "stop"})
    assert said[-2:] == ["Go.", "Stopped."]


@pytest.mark.parametrize("room", ["PulseAudio"], indirect=True)
def test_strength_work_runs_to_its_end_and_is_ticked_off(room: Room, home: Path) -> None:
    said = hold(room, home, "strength", {})
    assert said[-1] == "Ticked off."


@pytest.mark.parametrize("room", ["PulseAudio"], indirect=True)
def test_a_run_is_cued_counted_and_asked_about_by_voice_alone(room: Room, home: Path) -> None:
    answers = {
        "How much did it hurt in the warm-up, zero to ten?": "zero",
        "Pain later in the run or at its end, zero to ten?": "zero",
        "How far did you run?": "one mile",
    }
    said = hold(room, home, "go", answers)
    assert any(line.startswith("I counted") for line in said), said
    with opened(Config(), table_in_force()) as diary:
        (record,) = diary.read().history.records
    mile = Distance(Decimal(1), "mi")
    assert record.attempt == Attempt(warmup=0, late=0, minutes=1, distance=mile)
