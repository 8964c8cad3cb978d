"""The wall clock may step while a session runs; its cues do not."""

from datetime import UTC, datetime, timedelta

import pytest

from daemon.base import clock
from daemon.rooms import steady_clock
from daemon.rooms.steady_clock import SteadyClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_time_goes_on_from_the_start_whatever_the_wall_clock_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed = [100.0]
    monkeypatch.setattr(steady_clock, "monotonic", lambda: passed[0])
    monkeypatch.setattr(clock, "now", lambda: NOON)
    room = SteadyClock()
    monkeypatch.setattr(clock, "now", lambda: NOON - timedelta(hours=3))
    passed[0] += 90
    assert room.now() == NOON + timedelta(seconds=90)
    assert room.monotonic(room.now()) == passed[0]
    assert room.monotonic(NOON) == 100.0
