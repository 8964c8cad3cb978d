"""The daemon: looks at what is due, reminds, and ends when it is told to. Composition root."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import schedule

from daemon import clock, paths
from daemon.config import Config, ConfigError, Reminders, load_config
from daemon.dbus_notifier import DbusNotifier
from daemon.diary import Diary
from daemon.due import Reminder, due
from daemon.errors import EasebackError
from daemon.lock import only_one
from daemon.notice import Notice
from daemon.notify import FirstThatCan, Notifier, PrintingNotifier
from daemon.plyer_notifier import PlyerNotifier
from daemon.store import Store
from daemon.table import table_in_force
from rules.model import RulesError
from rules.rulebook import Rulebook
from voice.client import VoiceClient, VoiceFailed

log = logging.getLogger(__name__)

# `schedule` goes wrong across suspends and clock steps unless it is looked at often.
SLICE_SECONDS = 30
CATCH_UP_MINUTES = 10


def run() -> int:
    """`easeback run`: remind until SIGTERM or SIGINT. Raises where a daemon runs already."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    with only_one("daemon", paths.runtime_folder()):
        # A settings file that is wrong at the start is refused; later the last good one is kept.
        settings = LiveSettings(load_config(paths.config_file()), table_in_force())
        Store(paths.store_file()).close()
        asyncio.run(_serve(settings))
    return 0


class LiveSettings:
    """Settings and decision table as they are now, or the last good ones while they are wrong."""

    def __init__(self, config: Config, table: Rulebook) -> None:
        self.config, self.table = config, table
        self._stamp = _stamp()

    def refresh(self) -> bool:
        """Read the files again if they changed; True where new settings hold."""
        stamp = _stamp()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.config, self.table = load_config(paths.config_file()), table_in_force()
        except (ConfigError, RulesError) as error:
            log.error("the last good settings stay in use:\n%s", error)
            return False
        log.info("settings read again")
        return True


class Daemon:
    """Decides what is due and tells it, once."""

    def __init__(
        self,
        settings: LiveSettings,
        notifier: Notifier,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._settings = settings
        self._notifier = notifier
        self._now = now
        self.owed: asyncio.Queue[Reminder] = asyncio.Queue()
        self._again: datetime | None = None
        self.scheduler = schedule.Scheduler()
        self.plan_looks()

    def plan_looks(self) -> None:
        """Look at each reminder's time of day, and now and then for what was slept through."""
        self.scheduler.clear()
        self.scheduler.every(CATCH_UP_MINUTES).minutes.do(self.look)
        for at in _times(self._settings.config.reminders):
            self.scheduler.every().day.at(at).do(self.look)

    def look(self) -> None:
        """Queue what is due and was not shown yet; a fault is logged and looked at again."""
        try:
            self._look()
        except EasebackError as error:
            log.error("%s", error)

    def _look(self) -> None:
        config, now = self._settings.config, self._now()
        store = Store(paths.store_file())
        try:
            standing = Diary(store, config, self._settings.table).standing(now.date())
            self._again = standing.snoozed if standing.snoozed and standing.snoozed > now else None
            for reminder in due(now, standing, config.reminders):
                # Remembered first: a crash in between costs a reminder, not a repetition.
                if store.remember_reminder(now, reminder.key):
                    self.owed.put_nowait(reminder)
        finally:
            store.close()

    def slice(self) -> None:
        """What is done every half minute."""
        if self._settings.refresh():
            self.plan_looks()
            self.look()
        if self._again and self._now() >= self._again:
            self.look()
        self.scheduler.run_pending()

    async def remind(self, reminder: Reminder) -> None:
        """Show a reminder and speak it where there is a speaker."""
        log.info("reminder %s", reminder.key)
        await self._notifier.notify(Notice(reminder.text, reminder.kind))
        voice = self._settings.config.voice
        if not voice.enabled:
            return
        try:
            async with VoiceClient(voice=voice.voice, rate=voice.rate) as client:
                await client.say(reminder.text)
        except VoiceFailed as failed:
            log.info("not spoken: %s", failed.reason)


async def _serve(settings: LiveSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    notifier = FirstThatCan(DbusNotifier(), PlyerNotifier(), PrintingNotifier())
    daemon = Daemon(settings, notifier)
    telling = asyncio.create_task(_tell(daemon))
    stopping = asyncio.create_task(stop.wait())
    log.info("ready")
    daemon.look()
    while not stop.is_set():
        await asyncio.wait(
            {telling, stopping}, timeout=_sleep(daemon), return_when="FIRST_COMPLETED"
        )
        if telling.done():
            # The daemon must not live on without its voice: let the fault end the process.
            telling.result()
        daemon.slice()
    telling.cancel()
    await asyncio.gather(telling, stopping, return_exceptions=True)
    await notifier.close()
    log.info("stopped")


async def _tell(daemon: Daemon) -> None:
    while True:
        await daemon.remind(await daemon.owed.get())


def _sleep(daemon: Daemon) -> float:
    # idle_seconds is an hour off across summer time, which the slice bounds.
    idle = daemon.scheduler.idle_seconds
    return SLICE_SECONDS if idle is None else min(SLICE_SECONDS, max(idle, 0.0) + 0.05)


def _times(reminders: Reminders) -> list[str]:
    return sorted({reminders.run, reminders.rest, reminders.strength, reminders.next_day})


def _stamp() -> list[tuple[int, int] | None]:
    return [_changed(paths.config_file()), _changed(paths.rules_file())]


def _changed(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
