"""Looks at what is due, at its times and whenever something changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

import schedule

from daemon.base import clock, systemd
from daemon.base.dates import dated
from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.diary import Diary
from daemon.diary.opened import opened
from daemon.diary.snapshot import Snapshot
from daemon.reminders.clock_jumps import ClockJumps
from daemon.reminders.due import Reminder, as_of_now, due, next_due, of_day
from daemon.reminders.kinds import ReminderKind
from daemon.settings.config import Reminders
from daemon.settings.live import LiveSettings

log = logging.getLogger(__name__)

# `schedule` goes wrong across suspends and clock steps unless it is looked at often.
SLICE_SECONDS = 30
CATCH_UP_MINUTES = 10


Chore = Callable[[Snapshot, datetime], None]


async def nobody_asks_for_quiet() -> bool:
    """Where there is no desktop to ask."""
    return False


class Watch:
    """Decides what is due and queues it in `owed`, once.

    While `quiet` says so, what is due is held back; it comes afterwards while it is of use.
    `held` says that something is, `fault` why nothing can be reminded of at the moment.
    `chores` are what else is to be looked at now and then; what they fail at is logged. `shows` is
    told at every look what there is to be reminded of today.
    """

    def __init__(
        self,
        settings: LiveSettings,
        now: Callable[[], datetime] = clock.now,
        quiet: Callable[[], Awaitable[bool]] = nobody_asks_for_quiet,
        chores: Sequence[Chore] = (),
        shows: Callable[[Iterable[Reminder]], None] = lambda _todays: None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._quiet = quiet
        self._chores = chores
        self._shows = shows
        self.fault = ""
        self._jumps = ClockJumps()
        self.held = False
        self._snoozed: datetime | None = None
        self._wanted = asyncio.Event()
        self.owed: asyncio.Queue[Reminder] = asyncio.Queue()
        self.scheduler = schedule.Scheduler()
        self.plan_looks()

    def plan_looks(self) -> None:
        """Look at each reminder's time of day, and now and then for what was slept through."""
        self.scheduler.clear()
        self.scheduler.every(CATCH_UP_MINUTES).minutes.do(self.changed)
        for at in times_of(self._settings.config.reminders):
            self.scheduler.every().day.at(at).do(self.changed)

    def changed(self) -> None:
        """Something was stored or set, or a time has come: look at once."""
        self._wanted.set()

    async def keep(self) -> None:
        """Look until cancelled."""
        await self.look()
        self._tell_systemd()
        while True:
            try:
                async with asyncio.timeout(self._seconds()):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            await self.slice()
            self._tell_systemd()

    async def slice(self) -> None:
        """What is done at least every half minute."""
        now = self._now()
        if self._settings.refresh() or self._jumps.jumped(now):
            # The times of the jobs were those of other settings or of another clock.
            self.plan_looks()
            self.changed()
        self.scheduler.run_pending()
        if self._wanted.is_set() or self.held or (self._snoozed and now >= self._snoozed):
            await self.look()

    async def look(self) -> None:
        """Queue what is due and was not shown yet; a fault is logged and looked at again."""
        self._wanted.clear()
        try:
            await self._look()
            self.fault = ""
        except EasebackError as error:
            log.error("%s", error)
            self._tell_fault(str(error))

    def next_wake(self) -> datetime | None:
        """When something may be due next; None where nothing ever is."""
        return next_due(self._now(), self._settings.config.reminders, self._snoozed)

    def current(self, reminder: Reminder) -> Reminder | None:
        """What a reminder told earlier says by now; None where it is of no use any more."""
        now = self._now()
        try:
            with self._diary() as diary:
                standing, times = diary.read().standing(now), diary.config.reminders
        except EasebackError:
            return reminder
        return as_of_now(reminder, now, standing, times)

    def _tell_systemd(self) -> None:
        # From the loop that does the work: one that hangs is killed and started again.
        wake = self.next_wake()
        status = words("service.none")
        if wake:
            day = dated(wake, "date.wake")
            status = words("service.next", day=day, time=f"{wake:%H:%M}")
        systemd.notify(f"WATCHDOG=1\nSTATUS={status}")

    async def _look(self) -> None:
        with self._diary() as diary:
            # What is shown has to be stored.
            diary.check_writable()
            now = self._now()
            for told in diary.settle(now):
                self.owed.put_nowait(Reminder(now.date(), ReminderKind.SETTINGS, told))
            read = diary.void_reminders_from_the_future(now, diary.read())
            if told := diary.shrunk():
                log.error("%s", told)
                self.owed.put_nowait(Reminder(now.date(), ReminderKind.FAULT, told))
            standing = read.standing(now)
            self._snoozed = standing.snoozed_until(now)
            owed = due(now, standing, diary.config.reminders)
            held = bool(owed) and await self._quiet()
            if held and not self.held:
                log.info("held back while the desktop asks for quiet")
            self.held = held
            for reminder in () if held else owed:
                # Remembered first: a crash in between costs a reminder, not a repetition.
                if diary.remember_reminder(now, reminder.key):
                    self.owed.put_nowait(reminder)
            self._shows(of_day(now.date(), standing, diary.config.reminders))
            self._do_chores(read, now)

    def _do_chores(self, read: Snapshot, now: datetime) -> None:
        for chore in self._chores:
            try:
                chore(read, now)
            except EasebackError as error:
                log.error("%s", error)

    def _tell_fault(self, reason: str) -> None:
        """A daemon that cannot remind says so, once, and not into the journal alone."""
        if reason != self.fault:
            self.fault = reason
            told = words("fault.diary", reason=reason)
            self.owed.put_nowait(Reminder(self._now().date(), ReminderKind.FAULT, told))

    def _seconds(self) -> float:
        """How long to sleep."""
        # idle_seconds is an hour off across summer time, which the slice bounds.
        idle, wake = self.scheduler.idle_seconds, self.next_wake()
        until = (wake - self._now()).total_seconds() if wake else SLICE_SECONDS
        slice_ = min(SLICE_SECONDS, systemd.watchdog_seconds())
        return max(0.0, min(slice_, until, slice_ if idle is None else idle)) + 0.05

    def _diary(self) -> AbstractContextManager[Diary]:
        return opened(self._settings.config, self._settings.table)


def times_of(reminders: Reminders) -> list[str]:
    """The times of day at which something may be due."""
    times = (reminders.run, reminders.rest, reminders.strength, reminders.next_day)
    return sorted({*times, reminders.quiet_until})
