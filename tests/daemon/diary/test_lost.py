"""A diary that is gone or has shrunk is told, with the way back; nobody is a new runner unasked."""

import asyncio
import shutil

import pytest

from daemon.base import paths
from daemon.cli import main
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.scheduler import Watch
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force

RUN = ["log", "--warmup", "3", "--late", "0", "--day", "2026-03-02"]


def fails(capsys: pytest.CaptureFixture[str], command: str) -> str:
    assert main(command.split()) == 3
    return capsys.readouterr().err


def watched() -> tuple[Watch, list[tuple[ReminderKind, str]]]:
    watch = Watch(LiveSettings(Config(), table_in_force()))

    async def twice() -> None:
        await watch.look()
        await watch.look()

    asyncio.run(twice())
    owed = [watch.owed.get_nowait() for _ in range(watch.owed.qsize())]
    return watch, [(each.kind, each.text) for each in owed if each.kind is ReminderKind.FAULT]


@pytest.mark.parametrize("how", ["gone", "empty"])
@pytest.mark.parametrize("command", ["next", "log --warmup 2", "status", "undo", "export"])
def test_a_diary_that_is_gone_is_not_begun_anew(
    how: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(RUN) == 0
    assert main(["backup"]) == 0
    capsys.readouterr()
    paths.store_file().unlink()
    if how == "empty":
        paths.store_file().touch()
    told = fails(capsys, command)
    assert "is gone" in told
    assert "easeback restore" in told
    watch, faults = watched()
    assert "is gone" in watch.fault
    assert len(faults) == 1
    assert main(["restore"]) == 0
    assert main(["history"]) == 0
    assert "3" in capsys.readouterr().out


def test_without_a_copy_it_is_told_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(RUN) == 0
    shutil.rmtree(paths.store_file().parent)
    assert "is gone" in fails(capsys, "next")
    assert main(["forget", "--yes"]) == 0
    assert main(["next"]) == 0


def test_a_diary_that_shrank_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(RUN) == 0
    older = paths.store_file().read_bytes()
    for _ in range(2):
        assert main(["log", "--amend", "--late", "1"]) == 0
    paths.store_file().write_bytes(older)
    capsys.readouterr()
    assert main(["next"]) == 0
    told = capsys.readouterr().err
    assert "and it had" in told
    assert "easeback backup list" in told
    assert main(["plan"]) == 0
    assert capsys.readouterr().err == ""


def test_the_daemon_tells_of_one_that_shrank_and_goes_on() -> None:
    assert main(RUN) == 0
    older = paths.store_file().read_bytes()
    assert main(["log", "--amend", "--late", "1"]) == 0
    paths.store_file().write_bytes(older)
    watch, faults = watched()
    assert [kind for kind, _ in faults] == [ReminderKind.FAULT]
    assert watch.fault == ""


def test_an_older_copy_that_was_restored_is_no_loss(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(RUN) == 0
    assert main(["backup"]) == 0
    assert main(["log", "--amend", "--late", "1"]) == 0
    paths.store_file().unlink()
    assert main(["restore"]) == 0
    capsys.readouterr()
    assert main(["next"]) == 0
    assert capsys.readouterr().err == ""
