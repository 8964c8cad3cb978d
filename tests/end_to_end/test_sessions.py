"""Guided sessions in a virtual room: a voice is all that steers them.

In each of them runs daemon/rooms/living_room.py.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from daemon.diary.opened import opened
from daemon.settings.config import Config
from daemon.settings.rulebook import table_in_force
from rules.model import Attempt, Distance
from tests.end_to_end.guided import Runner, hold
from tests.virtual_room import Room

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


@pytest.fixture
def settings(home: Path) -> None:
    config = home / "xdg_config_home" / "easeback" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(SETTINGS)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)
def test_stop_ends_a_warm_up_in_the_middle(room: Room, home: Path) -> None:
    said = hold(room, "warmup", Runner(home, {"Go.": "stop"}, ()))
    assert said[-2:] == ["Go.", "Stopped."]


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("room", ["PulseAudio"], indirect=True)
def test_strength_work_runs_to_its_end_and_is_ticked_off(room: Room, home: Path) -> None:
    said = hold(room, "strength", Runner(home, {}, ()))
    assert said[-1] == "Ticked off."


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("room", ["PulseAudio"], indirect=True)
def test_a_run_is_cued_counted_and_asked_about_by_voice_alone(room: Room, home: Path) -> None:
    answers = {
        "How much did it hurt in the warm-up, zero to ten?": "zero",
        "Pain later in the run or at its end, zero to ten?": "zero",
        "How far did you run?": "one mile",
    }
    said = hold(room, "go", Runner(home, answers, ("Zero.", "1 mile.", "I counted 1 minute.")))
    assert any(line.startswith("I counted") for line in said), said
    with opened(Config(), table_in_force()) as diary:
        (record,) = diary.read().history.records
    mile = Distance(Decimal(1), "mi")
    assert record.attempt == Attempt(warmup=0, late=0, minutes=1, distance=mile)
