"""`easeback doctor --try` in a room with a voice and a desktop with a hand.

In that process runs daemon/commands/tryout.py.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from daemon.base.words import words
from daemon.cli import main
from tests.end_to_end.desktop import Dunst, desktop
from tests.processes import need
from tests.virtual_room import Room
from voice.mouth.espeak import EspeakMouth


@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)
def test_the_runner_hears_is_heard_and_clicks(
    room: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    need("dunst", "dunstctl")
    three = EspeakMouth(tmp_path / "voice", "en-us", 150).render("three")
    done = threading.Event()
    with desktop() as place, ThreadPoolExecutor(1) as hand:
        dunst = Dunst(place)
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
            monkeypatch.setenv(name, place.environment[name])

        def click() -> None:
            while not done.wait(0.3):
                if dunst.count():
                    dunst.press(words("tryout.button"))

        with place.running(*dunst.command), room.runner(lambda: three):
            clicking = hand.submit(click)
            try:
                code = main(["doctor", "--try", "--json"])
            finally:
                done.set()
            clicking.result()
    told = capsys.readouterr()
    found = json.loads(told.out)
    tried = {name: found[name]["state"] for name in ("speaking", "hearing", "clicking")}
    assert tried == dict.fromkeys(tried, "present"), found
    assert found["notifications"]["state"] == "present"
    assert found["do not disturb"] == {"state": "present", "detail": words("doctor.not_quiet")}
    assert code == 0
    assert words("tryout.speak") in told.err
