"""The clock shows the zone that holds now."""

import time
from datetime import timedelta

import pytest

from daemon.base import clock


@pytest.mark.parametrize(("zone", "hours"), [("UTC0", 0), ("XXX-5", 5), ("YYY+3", -3)])
def test_a_zone_that_changed_since_the_start_is_seen(
    monkeypatch: pytest.MonkeyPatch, zone: str, hours: int
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("TZ", zone)
        assert clock.now().utcoffset() == timedelta(hours=hours)
    time.tzset()
