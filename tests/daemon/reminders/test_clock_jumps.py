"""A clock that was set is told from time that passed."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from daemon.reminders.clock_jumps import ClockJumps

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ELSEWHERE = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("passed", "shown", "jumped"),
    [
        (30.0, NOON + timedelta(seconds=30), False),
        # Adjusted smoothly.
        (30.0, NOON + timedelta(seconds=31), False),
        # A suspend: both clocks went on.
        (86_400.0, NOON + timedelta(days=1), False),
        (30.0, NOON + timedelta(hours=1), True),
        (30.0, NOON - timedelta(hours=1), True),
        (30.0, (NOON + timedelta(seconds=30)).astimezone(ELSEWHERE), True),
    ],
)
def test_only_a_step_or_another_zone_is_a_jump(
    monkeypatch: pytest.MonkeyPatch, passed: float, shown: datetime, jumped: bool
) -> None:
    since_boot = iter((1000.0, 1000.0 + passed, 1000.0 + passed))
    monkeypatch.setattr(time, "clock_gettime", lambda _clock: next(since_boot))
    jumps = ClockJumps()
    assert not jumps.jumped(NOON)
    assert jumps.jumped(shown) is jumped
    assert not jumps.jumped(shown)
