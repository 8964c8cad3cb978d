"""`easeback backup` and `restore` at the keyboard. What they do to files: daemon/diary."""

import json
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.lock import only_one
from daemon.cli import main
from daemon.commands.answer_cache import stamp
from daemon.diary.opened import opened_here

RUN = ["log", "--warmup", "3", "--late", "0", "--minutes", "20", "--day", "2026-03-02"]


def test_nothing_is_restored_under_a_running_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(RUN) == 0
    copy = tmp_path / "copy.db"
    assert main(["backup", "--to", str(copy)]) == 0
    before = paths.store_file().read_bytes()
    with only_one("session", paths.store_file()):
        assert main(["restore", str(copy)]) == 3
    assert paths.store_file().read_bytes() == before
    assert capsys.readouterr().err


def test_where_there_is_no_backup_the_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore"]) == 2
    assert str(paths.backup_folder()) in capsys.readouterr().err


@pytest.mark.parametrize("command", [["restore"], ["forget", "--yes"]])
def test_no_other_environment_leads_past_a_running_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    assert main(RUN) == 0
    assert main(["backup"]) == 0
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with only_one("session", paths.store_file()):
        monkeypatch.delenv("XDG_RUNTIME_DIR")
        before = paths.store_file().read_bytes()
        assert main(command) == 3
        assert paths.store_file().read_bytes() == before


def test_nothing_is_restored_under_a_command_that_is_writing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("daemon.base.lock._WAIT_SECONDS", 0.0)
    assert main(RUN) == 0
    assert main(["backup"]) == 0
    with opened_here():
        assert main(["restore"]) == 3
    assert "in use" in capsys.readouterr().err
    assert main(["restore"]) == 0


def test_a_diary_behind_a_link_is_one_diary(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its answers are fresh, its backups beside the link, and forgetting erases the file itself."""
    real = home / "elsewhere" / "mine.db"
    real.parent.mkdir()
    paths.store_file().parent.mkdir(parents=True)
    paths.store_file().symlink_to(real)
    assert main(RUN) == 0
    before = stamp()
    assert main(["log", "--amend", "--late", "2"]) == 0
    assert stamp() != before
    assert main(["backup"]) == 0
    assert main(["restore"]) == 0
    assert paths.store_file().is_symlink()
    assert main(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])[0]["attempt"]["late"] == 2
    assert main(["forget", "--yes"]) == 0
    assert list(real.parent.iterdir()) == []
    assert not paths.store_file().parent.exists()


def test_entries_that_would_be_gone_are_told_and_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(tmp_path / "copy.db")
    assert main(RUN) == 0
    assert main(["backup", "--to", copy]) == 0
    assert main(["forget", "--yes"]) == 0
    assert main(["log", "--warmup", "9"]) == 0
    before = paths.store_file().read_bytes()
    monkeypatch.setattr("sys.stdin.readline", lambda: "no\n", raising=False)
    for command in (["restore", copy], ["restore", "--dry-run", "--yes", copy]):
        assert main(command) == 0
        out = capsys.readouterr().out
        assert "4 entries that your diary has now would be gone" in out
        assert "Nothing was changed" in out
        assert paths.store_file().read_bytes() == before
    assert main(["restore", "--yes", copy]) == 0
    assert "Restored" in capsys.readouterr().out
