"""A diary is opened in one place, and read once for one use."""

import ast
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import daemon
from daemon.cli import main
from daemon.commands.diary import diary
from daemon.commands.rehearse import START
from daemon.diary.codec import FactRow
from daemon.diary.opened import opened
from daemon.diary.store import Store
from daemon.reminders.scheduler import Watch
from daemon.session import guide
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.daemon.diary import kept
from tests.fakes.scripted_room import ScriptedRoom

NOW = datetime(2026, 3, 16, 8, tzinfo=UTC)


def test_one_module_opens_stores_and_makes_diaries() -> None:
    made = {
        str(file.relative_to(daemon.__path__[0]))
        for file in Path(daemon.__path__[0]).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("Store", "Diary")
    }
    assert made == {"diary/opened.py"}


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The readings of the facts, by after which; a look at a single row is none."""
    found: list[int | None] = []
    whole = Store.rows

    def rows(store: Store, after: int | None = None) -> Sequence[FactRow]:
        found.append(after)
        return whole(store, after)

    monkeypatch.setattr(Store, "rows", rows)
    return found


@pytest.mark.parametrize(
    ("command", "most"),
    [
        ("next", 1),
        ("status", 1),
        ("history", 1),
        ("plan", 1),
        ("plan --if warmup=3", 1),
        ("export", 1),
        ("export --format ics", 1),
        ("report", 1),
        ("skip", 1),
        ("log --warmup 0", 2),
        ("log --amend --late 0", 2),
        ("strength done", 1),
        ("undo", 2),
        ("doctor", 1),
    ],
)
def test_a_command_reads_the_facts_once(
    readings: list[int | None], command: str, most: int
) -> None:
    """Once; what is entered about a run needs them as they were and as they are."""
    kept.put()
    # What its first comeback is, an older diary is told once.
    assert main(["next"]) == 0
    readings.clear()
    assert main(command.split()) == 0
    assert len(readings) == most


def test_a_look_at_what_is_due_reads_once(readings: list[int | None]) -> None:
    kept.put()
    assert main(["next"]) == 0
    looking = Watch(LiveSettings(Config(), table_in_force()), now=lambda: NOW)
    readings.clear()
    asyncio.run(looking.look())
    assert len(readings) == 1


def test_an_announcement_reads_once(readings: list[int | None]) -> None:
    kept.put()
    room = ScriptedRoom(NOW)
    with diary() as book:
        read = book.read()
        readings.clear()
        asyncio.run(guide.announce(room, read, read.history.records[-1].id))
    assert room.said
    assert readings == []


def test_a_snapshot_stays_as_it_was() -> None:
    kept.put()
    with diary() as book:
        before = book.read()
        runs = len(before.history.records)
        book.begin(NOW + timedelta(days=1))
        assert len(before.history.records) == runs
        assert len(book.read().history.records) == runs + 1
        today = NOW.date()
        assert before.course(today) == before.recent(today).course


def test_a_diary_elsewhere_leaves_ones_own_and_its_cache_alone(tmp_path: Path) -> None:
    with opened(Config(), table_in_force(), tmp_path / "rehearsal.db") as book:
        for number in range(110):
            book.begin(START + timedelta(days=number))
        today = START.date() + timedelta(days=110)
        assert book.recent(today) == book.read().recent(today)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "rehearsal.db",
        "rehearsal.checkpoint",
        "rehearsal.db.use.lock",
    }
