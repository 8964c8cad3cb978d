"""TCX: several activities, and laps that lack their totals."""

import pytest

from daemon.exchange.activity import Activity
from daemon.exchange.tcx import read_tcx
from daemon.exchange.xml_file import root_of
from tests.daemon.exchange.watch_files import FILES, tcx, tcx_file

LAP = '<Lap StartTime="2026-01-05T07:30:00Z">'


def read(data: bytes) -> list[Activity]:
    return read_tcx(root_of(data))


def test_the_laps_are_added_up() -> None:
    (run,) = read(tcx())
    assert (run.minutes, run.metres) == (1515 / 60, 4120)


def test_every_activity_is_read_those_of_a_multi_sport_session_too() -> None:
    runs = read((FILES / "06b-two-activities.tcx").read_bytes())
    assert [(run.start.day, run.minutes) for run in runs] == [(20, 60), (24, 25)]
    parts = "".join(
        f'<{part}><Activity Sport="{sport}"><Id>x</Id>{LAP}</Lap></Activity></{part}>'
        for part, sport in (("FirstSport", "Biking"), ("NextSport", "Running"))
    )
    both = read(tcx_file(f"<MultiSportSession>{parts}</MultiSportSession>"))
    assert [run.on_foot for run in both] == [False, True]


def test_totals_that_are_missing_are_measured() -> None:
    track = "".join(
        f"<Trackpoint><Time>2026-01-05T07:3{n}:00Z</Time>"
        f"<DistanceMeters>{n * 160 + 1}</DistanceMeters></Trackpoint>"
        for n in range(6)
    )
    (run,) = read(tcx_file(f"<Activity>{LAP}<Track>{track}</Track></Lap></Activity>"))
    assert (run.minutes, run.metres) == (5, 800)


def test_the_start_is_where_there_is_one() -> None:
    lap = "<Lap><TotalTimeSeconds>600</TotalTimeSeconds></Lap>"
    (run,) = read(tcx_file(f"<Activity><Id>2026-01-05T07:30:00+01:00</Id>{lap}</Activity>"))
    assert run.start.isoformat() == "2026-01-05T07:30:00+01:00"
    with pytest.raises(ValueError, match="when the run was"):
        read(tcx_file(f"<Activity><Id>morning run</Id>{lap}</Activity>"))
