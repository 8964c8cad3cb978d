"""`easeback import` of what watches wrote: each kind of file that once broke, and what is asked.

What a watch cannot have seen (daemon/exchange/watch_run.py) is refused on the way; what only the
runner knows is asked (daemon/commands/import_questions.py) before anything is stored
(daemon/exchange/take.py).
"""

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.base import clock, paths
from daemon.cli import main
from daemon.exchange.activity import begun
from tests.daemon.exchange.watch_files import (
    CYCLING,
    FILES,
    START,
    fit,
    fit_file,
    gpx,
    points,
    session,
    tcx,
)

WHOLE = {"run.fit": fit(), "run.gpx": gpx(), "run.tcx": tcx()}
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lines typed at a terminal."""

    def types(text: str) -> None:
        terminal = io.StringIO(text)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)

    return types


def log(day: str = "2026-01-05", *more: str) -> None:
    assert main(["log", "--day", day, *(more or ("--warmup", "0", "--late", "0"))]) == 0


def attempts(capsys: Capture) -> Any:
    capsys.readouterr()
    assert main(["history", "--json"]) == 0
    return [row["attempt"] for row in json.loads(capsys.readouterr().out)]


def read(capsys: Capture, *files: Path | str) -> Any:
    capsys.readouterr()
    assert main(["import", "--json", *map(str, files)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "minutes", "kilometres"),
    [
        ("02-ten-spaces-first.tcx", 25, 4.12),
        ("03-type-9.gpx", 25, 4.17),
        ("03-type-run.gpx", 25, 4.17),
        ("03-type-unknown.gpx", 25, 4.17),
        ("04b-swim-bike-run.fit", 26.2, 4.49),
        ("05-elapsed-time-only.fit", 24, 4.92),
        ("06b-two-activities.tcx", 25, 4.12),
        ("07a-run.fit.gz", 25, 4.12),
        ("08a-latin-1.gpx", 25, 4.17),
        ("09-first-point-without-coordinates.gpx", 25, 4.17),
        ("10a-three-days.gpx", 25, 4.17),
        ("11-field-of-one-byte.fit", 25, 4.12),
        ("12a-19.9-minutes.fit", 19.9, 3),
    ],
)
def test_files_as_they_are(name: str, minutes: float, kilometres: float, capsys: Capture) -> None:
    log("2026-11-24")
    told = read(capsys, FILES / name)
    assert told["day"] == "2026-11-24"
    assert told["answers"] == {
        "minutes": minutes,
        "distance": {"value": kilometres, "unit": "km"},
    }


def test_each_run_is_noted_on_its_own_day(capsys: Capture) -> None:
    log("2026-11-24")
    assert main(["import", "--new", str(FILES / "10a-three-days.gpx")]) == 0
    told = [(row["minutes"], row["distance"]["value"]) for row in attempts(capsys)]
    assert told == [(20, 3.34), (20, 3.34), (25, 4.17)]


def test_a_watch_stopped_seconds_early_saw_a_whole_run(capsys: Capture) -> None:
    log("2026-11-24", "--warmup", "0", "--late", "0", "--next-day", "0")
    read(capsys, FILES / "12a-19.9-minutes.fit")
    assert main(["history", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["decision"]["load"] == "increase"


@pytest.mark.parametrize(
    ("name", "told", "possible", "remedy"),
    [
        ("01a-spike.gpx", "1111.95 kilometers", "0 to 1000 miles or kilometers", "--distance"),
        ("01b-25-hours.fit", "1500 minutes", "0 to 1440 minutes", "--minutes"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    name: str, told: str, possible: str, remedy: str, capsys: Capture
) -> None:
    log("2026-11-24")
    before = attempts(capsys)
    assert main(["import", str(FILES / name)]) == 2
    error = capsys.readouterr().err
    assert f"{name}: it tells of {told}, which cannot be: a run has {possible};" in error
    assert f"easeback log --amend {remedy}" in error
    assert attempts(capsys) == before
    assert main(["undo"]) == 0
    assert "pain in the warm-up" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("ride.fit", fit(sport=CYCLING), "cycling, not a run"),
        ("ride.tcx", tcx("Biking"), "biking, not a run"),
        ("ride.gpx", gpx(sport="1"), "not a run"),
        ("still.fit", fit(0, 0), "neither minutes nor distance"),
        ("slip.fit", fit(0.5, 1), "0.5 seconds, which is no run"),
        ("car.fit", fit(1200, 20_000), "20 minutes / 20 kilometers, faster than any run"),
        ("cut.fit", fit()[:-9], "damaged"),
        ("clock.fit", fit_file(session(start=clock.now() + timedelta(days=3))), "in the future"),
    ],
)
def test_what_is_no_run_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, problem: str, capsys: Capture
) -> None:
    log()
    before = attempts(capsys)
    file = tmp_path / name
    file.write_bytes(content)
    assert main(["import", "--new", str(file)]) == 2
    error = capsys.readouterr().err
    assert str(file) in error
    assert problem in error
    assert attempts(capsys) == before


@pytest.mark.parametrize("name", WHOLE)
def test_they_answer_what_is_open_and_nothing_else(
    tmp_path: Path, name: str, capsys: Capture
) -> None:
    (tmp_path / name).write_bytes(WHOLE[name])
    log("2026-01-05", "--warmup", "0", "--minutes", "24")
    assert main(["import", str(tmp_path / name)]) == 0
    (attempt,) = attempts(capsys)
    assert attempt["minutes"] == 24
    assert attempt["distance"]["unit"] == "km"
    assert attempt["late"] is None
    assert main(["import", str(tmp_path / name)]) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_one_file_is_stored_whole_or_not_at_all(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "run.fit").write_bytes(WHOLE["run.fit"])
    log()
    before = attempts(capsys)
    with closing(sqlite3.connect(paths.store_file())) as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON facts WHEN new.data LIKE '%distance%' "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    for wanted in ((), ("--new", "--at", "2026-01-04")):
        assert main(["import", *wanted, str(tmp_path / "run.fit")]) == 3
        assert "nothing was stored" in capsys.readouterr().err
        assert attempts(capsys) == before


def test_files_and_folders_in_one_go_each_good_one_counts(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "export").mkdir()
    for name, content in (
        ("a.fit", fit()),
        ("b.fit", fit(sport=CYCLING)),
        ("c.gpx", b"<gpx>"),
        ("d.gpx", gpx([points(20, START + timedelta(days=2))])),
    ):
        (tmp_path / "export" / name).write_bytes(content)
    log()
    log("2026-01-07")
    told = read(capsys, tmp_path / "export", FILES / "01a-spike.gpx")
    assert [run["day"] for run in told["runs"]] == ["2026-01-05", "2026-01-07"]
    assert len(told["problems"]) == 3
    assert [attempt["minutes"] for attempt in attempts(capsys)] == [25.2, 20]


def test_a_run_that_the_diary_lacks_is_offered(
    tmp_path: Path, capsys: Capture, typed: Callable[[str], None]
) -> None:
    (tmp_path / "run.fit").write_bytes(WHOLE["run.fit"])
    log("2026-01-03")
    assert main(["import", str(tmp_path / "run.fit")]) == 2
    assert "easeback import --new" in capsys.readouterr().err
    typed("no\n")
    assert main(["import", str(tmp_path / "run.fit")]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed.\n")
    assert len(attempts(capsys)) == 1
    typed("\n")
    assert main(["import", str(tmp_path / "run.fit")]) == 0
    assert "2026-01-05  the run of 07:30, 25.2 minutes and 4.12 kilo" in capsys.readouterr().out
    _, new = attempts(capsys)
    assert (new["minutes"], new["warmup"], new["late"]) == (25.2, None, None)


def test_what_was_run_before_the_comeback_is_left_out(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "run.fit").write_bytes(WHOLE["run.fit"])
    log("2026-03-05")
    assert main(["import", "--new", str(tmp_path / "run.fit")]) == 2
    assert "from before this comeback" in capsys.readouterr().err
    assert len(attempts(capsys)) == 1


def test_which_of_two_runs_is_meant_is_asked(
    tmp_path: Path, capsys: Capture, typed: Callable[[str], None]
) -> None:
    (tmp_path / "run.fit").write_bytes(WHOLE["run.fit"])
    log()
    log("2026-01-05", "--warmup", "2", "--late", "0")
    assert main(["import", str(tmp_path / "run.fit")]) == 2
    assert "which run of that day is meant" in capsys.readouterr().err
    typed("7\n2\n")
    assert main(["import", str(tmp_path / "run.fit")]) == 0
    assert "2  pain in the warm-up: 2 and" in capsys.readouterr().out
    (stored,) = stored_answers("minutes")
    assert stored["attempt"] == first_and_second()[1]


def first_and_second() -> list[int]:
    with closing(sqlite3.connect(paths.store_file())) as db:
        return [row[0] for row in db.execute("SELECT id FROM facts WHERE kind = 'attempt'")]


def stored_answers(question: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(paths.store_file())) as db:
        rows = db.execute("SELECT data FROM facts WHERE kind = 'answer'").fetchall()
    return [told for (data,) in rows if (told := json.loads(data))["question"] == question]


def test_of_two_runs_in_a_file_each_is_asked_about(
    tmp_path: Path, capsys: Capture, typed: Callable[[str], None]
) -> None:
    later = START + timedelta(hours=6)
    (tmp_path / "both.fit").write_bytes(fit_file(session(1200), session(1500, start=later)))
    log()
    typed("\n1\n")
    assert main(["import", str(tmp_path / "both.fit")]) == 0
    assert [told["value"] for told in stored_answers("minutes")] == [25]


def test_a_run_abroad_is_put_on_the_day_that_it_had_there(tmp_path: Path, capsys: Capture) -> None:
    late = START.replace(hour=23)
    (tmp_path / "run.fit").write_bytes(fit_file(session(start=late)))
    log("2026-01-06")
    assert main(["import", "--at", "2026-01-08", str(tmp_path / "run.fit")]) == 2
    assert "not 2026-01-08 anywhere on earth" in capsys.readouterr().err
    assert main(["import", "--at", "2026-01-06", str(tmp_path / "run.fit")]) == 0
    (attempt,) = attempts(capsys)
    assert attempt["minutes"] == 25.2


def test_what_it_changed_is_told(tmp_path: Path, capsys: Capture) -> None:
    day = (clock.now() - timedelta(days=1)).replace(hour=7)
    start, _local = begun(day)
    log(f"{day:%F}", "--warmup", "0", "--late", "0", "--next-day", "0")
    (tmp_path / "run.fit").write_bytes(fit_file(session(600, 1500, start=start)))
    assert main(["import", str(tmp_path / "run.fit")]) == 0
    out = capsys.readouterr().out
    assert "Next run: " in out
    assert " instead of " in out


def test_a_diary_is_imported_by_itself(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "diary.json").write_text('{"easeback": 1}')
    assert main(["import", str(tmp_path / "diary.json"), str(FILES / "01a-spike.gpx")]) == 2
    assert "by itself" in capsys.readouterr().err
    (tmp_path / "diary.json").write_bytes(b'\xef\xbb\xbf{"easeback": 1}')
    assert main(["import", str(tmp_path / "diary.json")]) == 0
