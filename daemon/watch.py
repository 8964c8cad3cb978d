"""Looks at what is due, at its times and whenever something changed."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import schedule

from daemon import clock, paths, systemd
from daemon.calendar_file import keep_fresh
from daemon.clock_jumps import ClockJumps
from daemon.config import Reminders
from daemon.diary import Diary
from daemon.due import Reminder, due, next_due
from daemon.errors import EasebackError
from daemon.live_settings import LiveSettings
from daemon.store import Store
from daemon.words import words

log = logging.getLogger(__name__)

# `schedule` goes wrong across suspends and clock steps unless it is looked at often.
SLICE_SECONDS = 30
CATCH_UP_MINUTES = 10


class Watch:
    """Decides what is due and queues it in `owed`, once."""

    def __init__(self, settings: LiveSettings, now: Callable[[], datetime] = clock.now) -> None:
        self._settings = settings
        self._now = now
        self._jumps = ClockJumps()
        self._again: datetime | None = None
        self._changed = asyncio.Event()
        self.owed: asyncio.Queue[Reminder] = asyncio.Queue()
        self.scheduler = schedule.Scheduler()
        self.plan_looks()

    def plan_looks(self) -> None:
        """Look at each reminder's time of day, and now and then for what was slept through."""
        self.scheduler.clear()
        self.scheduler.every(CATCH_UP_MINUTES).minutes.do(self.look)
        for at in times_of(self._settings.config.reminders):
            self.scheduler.every().day.at(at).do(self.look)

    def changed(self) -> None:
        """Something was stored or set: look at once."""
        self._changed.set()

    async def keep(self) -> None:
        """Look until cancelled."""
        self.look()
        self._tell_systemd()
        while True:
            try:
                async with asyncio.timeout(self._seconds()):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self.slice()
            self._tell_systemd()

    def slice(self) -> None:
        """What is done at least every half minute."""
        now, changed = self._now(), self._changed.is_set()
        self._changed.clear()
        if self._settings.refresh() or self._jumps.jumped(now):
            # The times of the jobs were those of another clock.
            self.plan_looks()
            changed = True
        if changed or (self._again and now >= self._again):
            self.look()
        self.scheduler.run_pending()

    def look(self) -> None:
        """Queue what is due and was not shown yet; a fault is logged and looked at again."""
        try:
            self._look()
        except EasebackError as error:
            log.error("%s", error)

    def next_wake(self) -> datetime | None:
        """When something may be due next; None where nothing ever is."""
        return next_due(self._now(), self._settings.config.reminders, self._again)

    def _tell_systemd(self) -> None:
        # From the loop that does the work: one that hangs is killed and started again.
        wake = self.next_wake()
        status = words("service.next", time=f"{wake:%a %H:%M}") if wake else words("service.none")
        systemd.notify(f"WATCHDOG=1\nSTATUS={status}")

    def _look(self) -> None:
        config, now = self._settings.config, self._now()
        store = Store(paths.store_file())
        try:
            diary = Diary(store, config, self._settings.table)
            diary.void_reminders_from_the_future(now)
            standing = diary.standing(now.date())
            self._again = standing.snoozed if standing.snoozed and standing.snoozed > now else None
            for reminder in due(now, standing, config.reminders):
                # Remembered first: a crash in between costs a reminder, not a repetition.
                if store.remember_reminder(now, reminder.key):
                    self.owed.put_nowait(reminder)
            keep_fresh(diary, now)
        finally:
            store.close()

    def _seconds(self) -> float:
        # idle_seconds is an hour off across summer time, which the slice bounds.
        idle = self.scheduler.idle_seconds
        slice_ = min(SLICE_SECONDS, systemd.watchdog_seconds())
        return slice_ if idle is None else min(slice_, max(idle, 0.0) + 0.05)


def times_of(reminders: Reminders) -> list[str]:
    """The times of day at which something may be due."""
    return sorted({reminders.run, reminders.rest, reminders.strength, reminders.next_day})
