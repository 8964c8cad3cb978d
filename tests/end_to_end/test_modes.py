"""Whatever is written about a runner is that runner's alone, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.crash import note_crash
from daemon.cli import main
from daemon.diary.backup import back_up_daily
from daemon.diary.opened import opened_here
from daemon.exchange.calendar_file import keep_fresh
from voice.base.places import cache_folder
from voice.base.tone import ToneName
from voice.mouth.espeak import EspeakMouth
from voice.mouth.tones import render_tone


@pytest.fixture(autouse=True)
def _everything_allowed() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_every_file_is_its_owners_alone_and_so_is_every_folder(home: Path) -> None:
    commands = ["init --defaults", "log --warmup 2 --late 0", "next", "status", "backup", "report"]
    elsewhere = home / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    commands += [f"export --to {elsewhere}/a.json", f"export --format ics --to {elsewhere}/a.ics"]
    commands += [f"report --to {elsewhere}/a.html", f"backup --to {elsewhere}/a.db", "restore"]
    commands += ["log --amend --minutes 20"]
    for command in commands:
        assert main(command.split()) == 0, command
    paths.config_file().write_text("[calendar]\nkeep = true\n")
    with opened_here() as diary:
        read = diary.read()
        keep_fresh(read, datetime.now(UTC))
    back_up_daily(read, datetime(2026, 3, 2, tzinfo=UTC))
    note_crash(ValueError(), ["log"])
    render_tone(ToneName.DONE, cache_folder())
    EspeakMouth(cache_folder()).render("Rest day.")
    written = [path for path in home.rglob("*") if not path.is_symlink()]
    assert {path.suffix for path in written} >= {".db", ".ics", ".html", ".txt", ".wav", ".lock"}
    assert {paths.witness_file(), paths.store_file()} <= {*written}
    shared = {
        str(path.relative_to(home)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in written
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert shared == {}
