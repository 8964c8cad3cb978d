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


@pytest.mark.parametrize(
    ("zone", "unknown"),
    [
        *(("Mars/Phobos", "Mars/Phobos"), ("Berlin", "Berlin"), ("", ""), ("UTC", "")),
        *(("Europe/Berlin", ""), (":Europe/Berlin", ""), ("CET-1CEST,M3.5.0,M10.5.0/3", "")),
        *(("<+0330>-3:30", ""), ("/etc/localtime", "")),
    ],
)
def test_a_zone_that_nobody_knows_is_told_of(
    monkeypatch: pytest.MonkeyPatch, zone: str, unknown: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert clock.unknown_zone() == unknown
