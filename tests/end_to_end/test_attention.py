"""Whether a call has the microphone, asked of a real sound server."""

import asyncio
import subprocess

from daemon.attention import elsewhere
from tests.end_to_end.conftest import Room, wait_for


def listening(device: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["parec", "-d", device, "--latency-msec=50"], stdout=subprocess.DEVNULL)


def recorders() -> int:
    command = ["pactl", "list", "short", "source-outputs"]
    return len(subprocess.run(command, capture_output=True, check=True).stdout.splitlines())


def test_a_call_has_the_microphone_and_a_screen_recorder_has_not(room: Room) -> None:
    base = recorders()
    assert asyncio.run(elsewhere()) == ""
    with listening("speaker.monitor") as recorder:
        wait_for(lambda: recorders() == base + 1)
        assert asyncio.run(elsewhere()) == ""
        recorder.terminate()
    with listening("mic") as call:
        wait_for(lambda: recorders() == base + 1)
        assert asyncio.run(elsewhere()) == "call"
        call.terminate()
