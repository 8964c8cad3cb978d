"""What a watch wrote: real files of the three formats, damaged ones, and hostile ones."""

import json
import sqlite3
import struct
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fitdecode.utils import compute_crc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daemon.base import paths
from daemon.base.errors import EasebackError
from daemon.cli import main
from daemon.exchange.sport_watch import Activity, reader_of

START = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
_RUNNING, _CYCLING = 1, 2


def fit(seconds: float = 1515, metres: float = 4120, sport: int = _RUNNING) -> bytes:
    """A FIT activity with nothing but its session message."""
    start = int((START - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
    layout = [(2, 4, 0x86), (5, 1, 0x00), (8, 4, 0x86), (9, 4, 0x86)]
    records = struct.pack("<BBBHB", 0x40, 0, 0, 18, len(layout))
    records += b"".join(bytes(field) for field in layout)
    records += struct.pack("<BIBII", 0, start, sport, int(seconds * 1000), int(metres * 100))
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(records), b".FIT")
    whole = head + struct.pack("<H", compute_crc(head)) + records
    return whole + struct.pack("<H", compute_crc(whole))


def gpx(minutes: int = 25) -> bytes:
    """A run due north: 0.0015 degrees of latitude, 167 m, a minute."""
    points = "".join(
        f'<trkpt lat="{50 + 0.0015 * n}" lon="8"><time>{START + timedelta(minutes=n):%FT%TZ}</time>'
        "</trkpt>"
        for n in range(minutes + 1)
    )
    return (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def tcx(sport: str = "Running") -> bytes:
    laps = "".join(
        f'<Lap StartTime="{START:%FT%T}.000Z"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters></Lap>"
        for seconds, metres in ((600, 1700), (915, 2420))
    )
    return (
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f'<Activities><Activity Sport="{sport}"><Id>x</Id>{laps}</Activity></Activities>'
        "</TrainingCenterDatabase>"
    ).encode()


FILES = {"run.fit": fit(), "run.gpx": gpx(), "run.tcx": tcx()}
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><gpx>&b;</gpx>'


def read(file: Path) -> Activity:
    reader = reader_of(file)
    assert reader is not None
    return reader(file)


@pytest.mark.parametrize(
    ("name", "minutes", "kilometres"),
    [("run.fit", 25.2, 4.12), ("run.tcx", 25.2, 4.12), ("run.gpx", 25.0, 4.17)],
)
def test_minutes_and_distance_are_read(
    tmp_path: Path, name: str, minutes: float, kilometres: float
) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    activity = read(tmp_path / name)
    assert activity.start == START
    told = activity.answers("km")
    assert told["minutes"] == minutes
    assert told["distance"]["value"] == pytest.approx(kilometres, abs=0.01)
    miles = activity.answers("mi")["distance"]
    assert miles["value"] == pytest.approx(kilometres / 1.609344, abs=0.01)


def history(capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert main(["history", "--json"]) == 0
    return [row["attempt"] for row in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize("name", FILES)
def test_they_answer_what_is_open_and_nothing_else(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    file = tmp_path / name
    file.write_bytes(FILES[name])
    assert main(["import", str(file)]) == 2
    assert "easeback log --day 2026-01-05" in capsys.readouterr().err
    main("log --day 2026-01-05 --warmup 0 --minutes 24".split())
    assert main(["import", str(file)]) == 0
    (attempt,) = history(capsys)
    assert attempt["minutes"] == 24
    assert attempt["distance"]["unit"] == "km"
    assert attempt["late"] is None
    assert main(["import", str(file)]) == 0
    assert "nothing was changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("ride.fit", fit(sport=_CYCLING), "cycling, not a run"),
        ("ride.tcx", tcx("Biking"), "biking, not a run"),
        ("bomb.gpx", BOMB, "refused"),
        ("bomb.tcx", BOMB, "refused"),
        ("short.fit", fit()[:-9], "damaged"),
        ("flipped.fit", fit()[:20] + b"\xff" + fit()[21:], "damaged"),
        ("empty.fit", b"", "no activity"),
        ("empty.gpx", b"", "damaged"),
        ("cut.tcx", tcx()[:200], "damaged"),
        ("none.tcx", b"<TrainingCenterDatabase/>", "no activity"),
        ("none.gpx", b'<gpx version="1.1" creator="x"/>', "when the run was"),
        ("still.fit", fit(0, 0), "neither minutes nor distance"),
    ],
)
def test_other_files_are_refused_by_name(
    tmp_path: Path, name: str, content: bytes, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main("log --day 2026-01-05".split())
    before = history(capsys)
    file = tmp_path / name
    file.write_bytes(content)
    assert main(["import", str(file)]) == 2
    error = capsys.readouterr().err
    assert str(file) in error
    assert problem in error
    assert history(capsys) == before


@pytest.mark.parametrize(
    ("name", "told", "possible", "remedy"),
    [
        ("01a-spike.gpx", "1113.19 kilometers", "0 to 1000 miles or kilometers", "--distance"),
        ("01b-25-hours.fit", "1500 minutes", "0 to 1440 minutes", "--minutes"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    name: str, told: str, possible: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main("log --at 2026-11-24 --warmup 0".split())
    before = history(capsys)
    assert main(["import", str(Path(__file__).parent / name)]) == 2
    error = capsys.readouterr().err
    assert f"{name}: it tells of {told}, which cannot be: a run has {possible};" in error
    assert f"easeback log --amend {remedy}" in error
    assert history(capsys) == before
    assert main(["undo"]) == 0
    assert "pain in the warm-up" in capsys.readouterr().out


def test_one_file_is_stored_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    (tmp_path / "run.fit").write_bytes(FILES["run.fit"])
    main("log --day 2026-01-05 --warmup 0 --late 0".split())
    before = history(capsys)
    with closing(sqlite3.connect(paths.store_file())) as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON facts WHEN new.data LIKE '%distance%' "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    assert main(["import", str(tmp_path / "run.fit")]) == 3
    assert "nothing was stored" in capsys.readouterr().err
    assert history(capsys) == before
    assert before[0]["minutes"] is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_damage_anywhere_is_an_error_or_a_run(tmp_path: Path, name: str, data: Any) -> None:
    whole = FILES[name]
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, 3))
    damaged = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + cut :]
    (tmp_path / name).write_bytes(damaged)
    with suppress(EasebackError):
        assert read(tmp_path / name).start.tzinfo
