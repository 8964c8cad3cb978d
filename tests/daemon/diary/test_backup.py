"""Backups: made whole, kept for weeks, brought back with what a damaged file still tells."""

import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.errors import CannotRun, EasebackError
from daemon.base.lock import only_one
from daemon.cli import main
from daemon.diary.backup import back_up, back_up_daily
from daemon.diary.codec import FactRow
from daemon.diary.copies import copies, named, richest
from daemon.diary.facts import Reminded
from daemon.diary.opened import opened_here
from daemon.diary.restore import restore
from daemon.diary.snapshot import Snapshot
from daemon.diary.store import Store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
LONG = "x" * 300


def fill(path: Path, count: int, first: int = 0) -> None:
    store = Store(path)
    for number in range(first, first + count):
        store.append(NOW, Reminded(f"{number} {LONG}"))
    store.close()


def facts(path: Path) -> Sequence[FactRow]:
    store = Store(path)
    try:
        store.check()
        return store.rows()
    finally:
        store.close()


def spoil_last_page(path: Path) -> None:
    """As a disk does that dies: the file's last page is no page any more."""
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\xa5" * 4096
    path.write_bytes(data)


def test_a_backup_is_made_while_the_diary_is_in_use(tmp_path: Path) -> None:
    fill(tmp_path / "a.db", 3)
    using = Store(tmp_path / "a.db")
    using.append(NOW, Reminded("9"))
    back_up(tmp_path / "a.db", tmp_path / "b" / "copy.db")
    using.close()
    assert stat.S_IMODE((tmp_path / "b" / "copy.db").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["copy.db"]
    assert facts(tmp_path / "b" / "copy.db") == facts(tmp_path / "a.db")


def test_a_damaged_diary_is_not_made_a_backup_and_the_old_one_stays(tmp_path: Path) -> None:
    fill(tmp_path / "a.db", 100)
    back_up(tmp_path / "a.db", tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    spoil_last_page(tmp_path / "a.db")
    with pytest.raises(CannotRun, match="no backup was made"):
        back_up(tmp_path / "a.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before


def read() -> Snapshot:
    with opened_here() as diary:
        return diary.read()


def test_one_a_day_is_made_by_itself() -> None:
    fill(paths.store_file(), 1)
    for hours in range(0, 96, 6):
        back_up_daily(read(), NOW + timedelta(hours=hours))
    made = [path.stem.removeprefix("easeback-") for path in named(paths.backup_folder())]
    assert made == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]


def test_a_clock_that_was_ahead_does_not_stop_the_backups() -> None:
    fill(paths.store_file(), 1)
    for at in (NOW + timedelta(days=365), NOW):
        back_up_daily(read(), at)
    assert len(named(paths.backup_folder())) == 2


def test_no_copy_is_replaced_by_a_poorer_one(tmp_path: Path) -> None:
    fill(tmp_path / "rich.db", 3)
    fill(tmp_path / "poor.db", 2)
    back_up(tmp_path / "rich.db", tmp_path / "copy.db")
    with pytest.raises(CannotRun, match="not replaced"):
        back_up(tmp_path / "poor.db", tmp_path / "copy.db")
    assert len(facts(tmp_path / "copy.db")) == 3
    fill(tmp_path / "poor.db", 1, first=2)
    back_up(tmp_path / "poor.db", tmp_path / "copy.db")


def test_weeks_of_a_poorer_diary_leave_the_rich_copy() -> None:
    fill(paths.store_file(), 9)
    back_up_daily(read(), NOW)
    paths.store_file().unlink()
    fill(paths.store_file(), 1)
    for day in range(1, 500, 3):
        back_up_daily(read(), NOW + timedelta(days=day))
    best = richest(copies(paths.backup_folder()))
    assert best is not None
    assert (best.facts, best.day) == (9, NOW.date())


def test_a_spoilt_last_page_is_noticed_and_what_can_be_read_comes_back(tmp_path: Path) -> None:
    diary = tmp_path / "a.db"
    fill(diary, 50)
    back_up(diary, tmp_path / "copy.db")
    fill(diary, 50, first=50)
    whole = facts(diary)
    spoil_last_page(diary)
    with pytest.raises(CannotRun, match="easeback restore"):
        facts(diary)
    done = restore(tmp_path / "copy.db", diary, NOW)
    assert done.change.facts == 50
    assert done.change.saved > 30
    assert facts(diary) == [row for row in whole if row in facts(diary)]
    assert len(facts(diary)) == done.change.facts + done.change.saved
    assert done.kept is not None
    assert done.kept.read_bytes()[-4096:] == b"\xa5" * 4096
    # What is stored from now on has numbers of its own.
    fill(diary, 1, first=100)
    assert facts(diary)[-1].data.startswith('{"key": "100 ')


def test_a_diary_that_is_gone_or_rubbish_is_restored(tmp_path: Path) -> None:
    diary = tmp_path / "a.db"
    fill(diary, 5)
    back_up(diary, tmp_path / "copy.db")
    diary.write_bytes(b"rubbish" * 999)
    assert restore(tmp_path / "copy.db", diary, NOW).change.saved == 0
    assert len(facts(diary)) == 5
    diary.unlink()
    assert restore(tmp_path / "copy.db", diary, NOW).kept is None
    assert len(facts(diary)) == 5


@pytest.mark.parametrize("what", ["rubbish", "missing", "damaged"])
def test_a_backup_that_is_no_good_changes_nothing(tmp_path: Path, what: str) -> None:
    diary, backup = tmp_path / "a.db", tmp_path / "copy.db"
    fill(diary, 5)
    if what == "rubbish":
        backup.write_bytes(b"rubbish" * 999)
    if what == "damaged":
        fill(backup, 50)
        spoil_last_page(backup)
    before = diary.read_bytes()
    with pytest.raises(EasebackError):
        restore(backup, diary, NOW)
    assert diary.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_the_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["restore"]) == 2
    assert "no backup" in capsys.readouterr().err
    assert main(["log", "--warmup", "2"]) == 0
    assert main(["backup"]) == 0
    assert main(["backup", "--to", str(tmp_path / "mine.db")]) == 0
    spoil_last_page(paths.store_file())
    assert main(["log", "--warmup", "3"]) == 3
    assert "easeback restore" in capsys.readouterr().err
    with only_one("daemon", paths.store_file()):
        assert main(["restore"]) == 3
    assert "another easeback daemon is running" in capsys.readouterr().err
    assert main(["restore"]) == 0
    out = capsys.readouterr().out
    assert "4 entries" in out
    assert ".damaged-" in out
    assert main(["history"]) == 0
    assert main(["forget", "--yes"]) == 0
    assert not paths.store_file().parent.exists()
