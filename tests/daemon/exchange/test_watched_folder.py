"""The folder from which new files are taken."""

import json
import logging
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.base import clock, paths
from daemon.cli import main
from daemon.exchange.watched_folder import WatchedFolder
from daemon.settings.config import Config, ImportSection
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.daemon.exchange.watch_files import fit_file, session

MINUTE = timedelta(minutes=1)


class Folder:
    """A folder, who watches it, and what was taken from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.time = clock.now()
        config = replace(Config(), import_=ImportSection(str(path)))
        settings = LiveSettings(config, table_in_force())
        self.watched = WatchedFolder(settings, self._taken, lambda: self.time)

    async def _taken(self, text: str) -> None:
        raise AssertionError(text)

    def put(self, name: str, spent: float, start: datetime, age: timedelta = MINUTE) -> None:
        file = self.path / name
        file.write_bytes(fit_file(session(spent, 4000, start=start)))
        written = (self.time - age).timestamp()
        os.utime(file, (written, written))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("TZ", "UTC")
    (tmp_path / "files").mkdir()
    return Folder(tmp_path / "files")


def minutes(capsys: pytest.CaptureFixture[str]) -> list[float]:
    capsys.readouterr()
    assert main(["history", "--json"]) == 0
    return [row["attempt"]["minutes"] for row in json.loads(capsys.readouterr().out)]


def test_a_new_file_is_taken_once(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    yesterday = folder.time - timedelta(days=1)
    main(["log", "--at", "yesterday", "--warmup", "0"])
    folder.put("run.fit", 1500, yesterday)
    (line,) = folder.watched.look()
    assert line == f"Run of {yesterday:%F}: 25 minutes and 4 kilometers."
    assert folder.watched.look() == []
    assert minutes(capsys) == [25]


def test_a_run_that_the_diary_lacks_becomes_one(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.put("run.fit", 1500, folder.time - timedelta(hours=2))
    (line,) = folder.watched.look()
    assert "A new run" in line
    assert minutes(capsys) == [25]


def test_old_files_and_those_on_their_way_are_left(folder: Folder) -> None:
    folder.put("old.fit", 1500, folder.time, timedelta(days=4))
    folder.put("new.fit", 1500, folder.time, timedelta(seconds=3))
    assert folder.watched.look() == []
    folder.time += timedelta(seconds=30)
    assert len(folder.watched.look()) == 1


def test_a_file_that_grew_is_looked_at_again(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    start = folder.time - timedelta(hours=2)
    folder.put("run.fit", 1500, start)
    whole = (folder.path / "run.fit").read_bytes()
    (folder.path / "run.fit").write_bytes(whole[:-5])
    stamp = (folder.time - MINUTE).timestamp()
    os.utime(folder.path / "run.fit", (stamp, stamp))
    assert folder.watched.look() == []
    folder.put("run.fit", 1500, start)
    assert len(folder.watched.look()) == 1
    assert minutes(capsys) == [25]


def test_what_it_cannot_do_is_logged_once(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    folder.path.rmdir()
    with caplog.at_level(logging.ERROR):
        assert folder.watched.look() == []
        assert folder.watched.look() == []
    (record,) = caplog.records
    assert "there is no folder" in record.getMessage()


def test_where_nobody_asked_for_it_nothing_is_looked_at(tmp_path: Path) -> None:
    async def taken(text: str) -> None:
        raise AssertionError(text)

    assert WatchedFolder(LiveSettings(Config(), table_in_force()), taken).look() == []
    assert not paths.seen_file().exists()
