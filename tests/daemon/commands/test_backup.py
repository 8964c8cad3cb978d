"""`easeback backup` and `restore` at the keyboard. What they do to files: daemon/diary."""

from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.lock import only_one
from daemon.cli import main

RUN = ["log", "--warmup", "3", "--late", "0", "--minutes", "20", "--day", "2026-03-02"]


def test_nothing_is_restored_under_a_running_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(RUN) == 0
    copy = tmp_path / "copy.db"
    assert main(["backup", "--to", str(copy)]) == 0
    before = paths.store_file().read_bytes()
    with only_one("session", paths.runtime_folder()):
        assert main(["restore", str(copy)]) == 3
    assert paths.store_file().read_bytes() == before
    assert capsys.readouterr().err


def test_where_there_is_no_backup_the_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore"]) == 2
    assert str(paths.backup_folder()) in capsys.readouterr().err
