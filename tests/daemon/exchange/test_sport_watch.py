"""Files of watches: real ones of the three formats, packed, damaged, and hostile ones."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daemon.exchange import sport_watch
from daemon.exchange.activity import Activity
from daemon.exchange.sport_watch import files_below, is_watch_file, read_watch_file
from tests.daemon.exchange.watch_files import START, fit, gpx, tcx

WHOLE = {"run.fit": fit(), "run.gpx": gpx(), "run.tcx": tcx()}
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><gpx>&b;</gpx>'


def read(file: Path, content: bytes) -> Activity:
    file.write_bytes(content)
    (told,) = read_watch_file(file)
    assert told.problem == ""
    (activity,) = told.activities
    return activity


@pytest.mark.parametrize(
    ("name", "minutes", "kilometres"),
    [("run.fit", 25.2, 4.12), ("run.tcx", 25.2, 4.12), ("run.gpx", 25.0, 4.17)],
)
@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_minutes_and_distance_are_read(
    tmp_path: Path, name: str, minutes: float, kilometres: float, packed: Callable[[bytes], bytes]
) -> None:
    activity = read(tmp_path / f"{name}.gz", packed(WHOLE[name]))
    assert activity.start == START
    told = activity.answers("km")
    assert told["minutes"] == minutes
    assert told["distance"]["value"] == pytest.approx(kilometres, abs=0.01)
    miles = activity.answers("mi")["distance"]
    assert miles["value"] == pytest.approx(kilometres / 1.609344, abs=0.01)


@pytest.mark.parametrize(
    "made",
    [
        lambda text: b" \n  " + text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\xef\xbb\xbf\r\n" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("utf-8", "iso-8859-1").encode("latin-1"),
        lambda text: text.replace("utf-8", "windows-1252").encode("cp1252"),
        lambda text: text.replace("utf-8", "utf-16").encode("utf-16"),
        lambda text: text.replace("utf-8", "utf-16").encode(),
    ],
)
def test_xml_is_read_in_the_encoding_that_it_has(
    tmp_path: Path, made: Callable[[str], bytes]
) -> None:
    text = gpx(sport="Läufe").decode()
    if made("utf-8")[1:2] != b"\0" and b"\0" not in made("x"):
        text = '<?xml version="1.0" encoding="utf-8"?>' + text
    assert read(tmp_path / "run.gpx", made(text)).sport == "Läufe"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bomb.gpx", BOMB, "refused"),
        ("bomb.tcx", BOMB, "refused"),
        ("short.fit", fit()[:-9], "damaged"),
        ("flipped.fit", fit()[:20] + b"\xff" + fit()[21:], "damaged"),
        ("empty.fit", b"", "no activity"),
        ("empty.gpx", b"", "no activity"),
        ("cut.tcx", tcx()[:200], "damaged"),
        ("none.tcx", b"<TrainingCenterDatabase/>", "no activity"),
        ("none.gpx", b'<gpx version="1.1" creator="x"/>', "when the run was"),
        ("page.gpx", b"<html/>", "neither FIT nor GPX nor TCX"),
        ("cut.gz", gzip.compress(fit())[:-9], "damaged"),
        ("cut.zip", b"PK\x03\x04", "damaged"),
        ("none.fit", None, "No such file"),
    ],
)
def test_other_files_are_refused_by_name(
    tmp_path: Path, name: str, content: bytes | None, problem: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (told,) = read_watch_file(tmp_path / name)
    assert told.activities == []
    assert told.problem.startswith(f"{tmp_path / name}: ")
    assert problem in told.problem


def archive(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(f"activities/{name.replace('_', '.')}", content)
    return path


def test_an_archive_tells_of_each_of_its_files(tmp_path: Path) -> None:
    files = {"a_fit_gz": gzip.compress(fit()), "b_gpx": BOMB, "c_csv": b"1,2", "d_tcx": tcx()}
    first, second, third = read_watch_file(archive(tmp_path / "export.zip", **files))
    assert first.name.endswith("export.zip: activities/a.fit.gz")
    assert len(first.activities) == len(third.activities) == 1
    assert "b.gpx: refused" in second.problem


def test_what_is_packed_is_unpacked_no_further_than_a_run_may_be_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sport_watch, "_MOST_BYTES", 1000)
    monkeypatch.setattr(sport_watch, "_MOST_FILES", 3)
    zeros = bytes(1001)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(zeros))
    bombs = (
        tmp_path / "bomb.gz",
        archive(tmp_path / "bomb.zip", a_fit=zeros),
        archive(tmp_path / "twice.zip", a_fit_gz=gzip.compress(zeros)),
    )
    for bomb in bombs:
        (told,) = read_watch_file(bomb)
        assert told.problem.endswith("too large for a run")
    many = {f"{n}_fit": b"" for n in range(4)}
    (told,) = read_watch_file(archive(tmp_path / "many.zip", **many))
    assert "too many files" in told.problem


def test_an_archive_with_a_password_is_named(tmp_path: Path) -> None:
    file = archive(tmp_path / "locked.zip", a_fit=fit())
    whole = bytearray(file.read_bytes())
    # The flag for "encrypted", in the entry itself and in the list at the end.
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + at] |= 1
    file.write_bytes(whole)
    (told,) = read_watch_file(file)
    assert "a.fit: the file is damaged or of another kind" in told.problem


def test_a_folder_has_its_files_of_watches(tmp_path: Path) -> None:
    for name in ("2.gpx", "deep/1.FIT", "notes.txt", ".hidden.fit", "x.gpx/"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    assert files_below(tmp_path) == [tmp_path / "2.gpx", tmp_path / "deep/1.FIT"]
    assert files_below(tmp_path / "notes.txt") == [tmp_path / "notes.txt"]


def test_a_file_is_a_watch_s_by_its_name_or_its_beginning(tmp_path: Path) -> None:
    for name, content, is_one in (
        ("a.TCX", b"", True),
        ("activity", fit(), True),
        ("track.xml", b"\xef\xbb\xbf <?xml?>", True),
        ("diary.json", b'{"easeback": 1}', False),
    ):
        (tmp_path / name).write_bytes(content)
        assert is_watch_file(tmp_path / name) is is_one
    assert not is_watch_file(tmp_path / "none")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(name=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_damage_anywhere_is_told_or_a_run(tmp_path: Path, name: str, data: Any) -> None:
    whole = WHOLE[name]
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, 3))
    damaged = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + cut :]
    (tmp_path / name).write_bytes(damaged)
    (told,) = read_watch_file(tmp_path / name)
    assert bool(told.problem) != bool(told.activities)
    assert all(activity.start.tzinfo and activity.day for activity in told.activities)
