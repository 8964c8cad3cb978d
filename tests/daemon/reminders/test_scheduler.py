"""Looking at what is due, on a real store: restarts, clocks that are set, requests for quiet."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from daemon.base import clock, paths
from daemon.diary.facts import By
from daemon.diary.opened import opened
from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.diary.standing import Standing
from daemon.reminders.clock_jumps import ClockJumps
from daemon.reminders.due import Reminder
from daemon.reminders.scheduler import Watch
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that anybody may set."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time


def watch(now: Callable[[], datetime]) -> Watch:
    return Watch(LiveSettings(Config(), table_in_force()), now)


def looked(watch: Watch) -> list[str]:
    """What one look queues."""
    asyncio.run(watch.look())
    return [watch.owed.get_nowait().key for _ in range(watch.owed.qsize())]


def test_a_restart_at_every_minute_around_the_time() -> None:
    shown = []
    for minute in range(80):
        now = MONDAY.replace(hour=7) + minute * MINUTE
        shown += [(f"{now:%H:%M}", key) for key in looked(watch(Clock(now)))]
    assert shown == [("07:30", "2026-03-02 run")]


def test_a_clock_a_year_ahead_and_back_loses_nothing() -> None:
    now = Clock(MONDAY.replace(hour=8))
    looking = watch(now)
    ahead = now.time + timedelta(days=365)
    shown = []
    for time in (now.time, ahead, now.time, now.time + MINUTE, ahead - timedelta(days=1), ahead):
        now.time = time
        shown += looked(looking)
    # The reminder of 2027 was shown by a clock that was wrong, and comes again on its own day.
    year = ahead.date().isoformat()
    assert [key for key in shown if key.startswith("2026-03-02")] == ["2026-03-02 run"]
    assert [key for key in shown if key.startswith(year)] == [f"{year} run", f"{year} run again"]


def test_a_clock_an_hour_back_repeats_nothing() -> None:
    now = Clock(MONDAY.replace(hour=8))
    looking = watch(now)
    assert looked(looking) == ["2026-03-02 run"]
    now.time -= timedelta(hours=1)
    assert looked(looking) == []
    now.time += timedelta(hours=2)
    assert looked(looking) == []


def test_while_the_desktop_asks_for_quiet_nothing_is_shown_and_nothing_is_lost() -> None:
    quiet = True

    async def asks_for_quiet() -> bool:
        return quiet

    now = Clock(MONDAY.replace(hour=8))
    looking = Watch(LiveSettings(Config(), table_in_force()), now, asks_for_quiet)
    assert looked(looking) == []
    now.time += timedelta(hours=3)
    assert looked(looking) == []
    quiet = False
    # Held back, it is looked at again with every slice, whatever the times of day.
    asyncio.run(looking.slice())
    assert looking.owed.get_nowait().key == "2026-03-02 run"
    assert looked(looking) == []


def test_what_was_held_back_too_long_is_of_no_use() -> None:
    async def asks_for_quiet() -> bool:
        return now.time.hour < 20

    now = Clock(MONDAY.replace(hour=8))
    looking = Watch(LiveSettings(Config(), table_in_force()), now, asks_for_quiet)
    assert looked(looking) == []
    now.time = MONDAY.replace(hour=20)
    assert looked(looking) == []


def test_a_reminder_is_of_no_use_once_the_run_was_made() -> None:
    now = Clock(MONDAY.replace(hour=8))
    looking = watch(now)
    asyncio.run(looking.look())
    reminder = looking.owed.get_nowait()
    assert looking.current(reminder) == reminder
    with opened(Config(), table_in_force()) as diary:
        run = diary.note(now.time, None, Question.WARMUP, 0, By.TYPED)
        assert looking.current(reminder)
        diary.note(now.time, run, Question.LATE, 0, By.TYPED)
    assert looking.current(reminder) is None


def test_a_reminder_that_waited_says_what_is_so_by_now() -> None:
    now = Clock(MONDAY.replace(hour=8))
    looking = watch(now)
    asyncio.run(looking.look())
    reminder = looking.owed.get_nowait()
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("[plan]\nstart_minutes = 12\n")
    asyncio.run(looking.slice())
    told = looking.current(reminder)
    assert told is not None
    assert (told.day, told.kind) == (reminder.day, reminder.kind)
    assert "12 minutes" in told.text
    now.time = MONDAY.replace(hour=23)
    assert looking.current(reminder) is None


def test_a_look_finds_out_once_where_the_comeback_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    found = 0
    standing = Snapshot.standing

    def counted(read: Snapshot, now: datetime) -> Standing:
        nonlocal found
        found += 1
        return standing(read, now)

    monkeypatch.setattr(Snapshot, "standing", counted)
    settings = LiveSettings(Config(), table_in_force())
    shown: list[Reminder] = []
    looking = Watch(settings, Clock(MONDAY.replace(hour=8)), shows=shown.extend)
    assert looked(looking) == ["2026-03-02 run"]
    assert [reminder.key for reminder in shown] == ["2026-03-02 run"]
    assert found == 1


def test_a_damaged_diary_is_reported_and_looked_at_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = paths.store_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no diary" * 99)
    looking = watch(Clock(MONDAY.replace(hour=8)))
    assert looked(looking) == ["2026-03-02 fault"]
    assert looked(looking) == []
    assert "nothing was changed" in caplog.text
    path.unlink()
    assert looked(looking) == ["2026-03-02 run"]


def test_what_is_written_while_it_sleeps_wakes_it() -> None:
    now = Clock(MONDAY.replace(hour=7))

    async def live() -> str:
        looking = watch(now)
        task = asyncio.create_task(looking.keep())
        await asyncio.sleep(0)
        now.time = MONDAY.replace(hour=8)
        looking.changed()
        async with asyncio.timeout(10):
            reminder = await looking.owed.get()
        task.cancel()
        return reminder.key

    assert asyncio.run(live()) == "2026-03-02 run"


def test_a_clock_that_is_set_and_a_zone_that_changes_are_jumps() -> None:
    now = datetime.now(UTC)
    jumps = ClockJumps()
    assert [
        jumps.jumped(time)
        for time in (
            now,
            now + timedelta(seconds=1),
            now + timedelta(hours=1),
            now + timedelta(hours=1),
            now.astimezone(),
            (now + timedelta(hours=1)).astimezone(tz_plus(5)),
            (now + timedelta(hours=1)).astimezone(tz_plus(5)),
        )
    ] == [False, False, True, False, True, True, False]


def tz_plus(hours: int) -> timezone:
    return timezone(timedelta(hours=hours))


def test_the_zone_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    offsets = []
    for zone in ("Europe/Berlin", "America/New_York", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        offsets.append(clock.now().utcoffset())
    monkeypatch.undo()
    clock.now()
    assert len(set(offsets)) == 3


def test_settings_that_change_change_the_times(tmp_path: Path) -> None:
    settings = LiveSettings(Config(), table_in_force())
    now = Clock(MONDAY.replace(hour=6, minute=45))
    looking = Watch(settings, now)
    assert looked(looking) == []
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text('[reminders]\nrun = "06:30"\n')
    asyncio.run(looking.slice())
    assert looking.owed.get_nowait().key == "2026-03-02 run"
