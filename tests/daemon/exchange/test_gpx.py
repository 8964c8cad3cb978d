"""GPX: tracks of several days, runs of several tracks, and points that lack something."""

from datetime import date, timedelta

import pytest

from daemon.exchange.activity import Activity
from daemon.exchange.gpx import read_gpx
from daemon.exchange.xml_file import root_of
from tests.daemon.exchange.watch_files import FILES, START, gpx, points

DAY = timedelta(days=1)


def read(data: bytes) -> list[Activity]:
    return read_gpx(root_of(data))


def minutes(data: bytes) -> list[float | None]:
    return [activity.minutes for activity in read(data)]


def test_every_track_is_a_run_of_its_own_day() -> None:
    runs = read((FILES / "10a-three-days.gpx").read_bytes())
    told = [(run.start.day, run.minutes, round((run.metres or 0) / 1000, 2)) for run in runs]
    assert told == [(20, 20, 3.34), (22, 20, 3.34), (24, 25, 4.17)]


def test_a_track_of_several_days_is_several_runs() -> None:
    days = [points(20), points(15, START + DAY)]
    assert minutes(gpx(days)) == minutes(gpx(["".join(days)])) == [20, 15]


def test_what_goes_on_soon_is_the_same_run() -> None:
    soon, late = START + timedelta(minutes=29), START + timedelta(hours=1)
    assert minutes(gpx([points(20)], [points(10, soon)])) == [30]
    assert minutes(gpx([points(20), points(10, late)])) == [30]
    assert minutes(gpx([points(20)], [points(10, late)])) == [20, 10]


def test_standing_and_pauses_are_no_running() -> None:
    stood = points(10) + points(0, START + timedelta(minutes=15)).replace("50.0", "50.015")
    assert minutes(gpx([stood])) == [10]


def test_the_order_of_the_points_does_not_matter() -> None:
    parts = points(20).split("</trkpt>")[:-1]
    turned = "".join(f"{part}</trkpt>" for part in reversed(parts))
    assert read(gpx([turned])) == read(gpx([points(20)]))


def test_a_little_time_without_a_place_goes_on_at_the_pace_of_the_rest() -> None:
    (run,) = read((FILES / "09-first-point-without-coordinates.gpx").read_bytes())
    assert run.minutes == 25
    assert run.metres == pytest.approx(4170, abs=5)


def test_without_any_place_there_is_a_time_and_no_distance() -> None:
    bare = points(25)
    for n in range(26):
        bare = bare.replace(f'lat="{50 + 0.0015 * n}" lon="8"', "")
    (run,) = read(gpx([bare]))
    assert (run.minutes, run.metres) == (25, None)


def test_points_without_a_time_are_left_out_and_a_file_of_them_is_refused() -> None:
    bare = '<trkpt lat="51" lon="8"/>'
    assert minutes(gpx([bare + points(25) + bare])) == [25]
    with pytest.raises(ValueError, match="when the run was"):
        read(gpx([bare * 3]))


def test_a_time_with_an_offset_tells_the_watch_s_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    (abroad,) = read(gpx([points(25, START.replace(hour=3), "%FT%T+09:00")]))
    assert abroad.day == date(2026, 1, 5)
    assert abroad.start.astimezone().day == 4
