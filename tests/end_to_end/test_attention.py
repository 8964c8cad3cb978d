"""Whether a call has the microphone, asked of a real sound server."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from daemon.desktop.attention import elsewhere
from tests.processes import started, wait_for
from tests.virtual_room import Room


@contextmanager
def listening(room: Room, device: str) -> Iterator[None]:
    """A program that records from a device."""
    command = ["parec", "-d", device, "--latency-msec=50"]
    with started(command, stdout=subprocess.DEVNULL) as recorder:
        mark = f'application.process.id = "{recorder.pid}"'
        wait_for(lambda: mark in room.change("list", "source-outputs"))
        yield
        recorder.terminate()


def test_a_call_has_the_microphone_and_a_screen_recorder_has_not(room: Room) -> None:
    assert asyncio.run(elsewhere()) == ""
    with listening(room, "speaker.monitor"):
        assert asyncio.run(elsewhere()) == ""
    with listening(room, "mic"):
        assert asyncio.run(elsewhere()) == "call"
