"""Takes reminders off the screen that do not say any more what is the case."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from daemon.desktop.notify import Notifier
from daemon.diary.snapshot import Snapshot
from daemon.reminders.buttons import WITH_BUTTONS
from daemon.reminders.due import of_day


def sweeping(notifier: Notifier) -> Callable[[Snapshot, datetime], None]:
    """Something to do at every look: a run that is logged, or another day, needs no button."""
    at_work: set[asyncio.Task[None]] = set()

    def sweep(read: Snapshot, now: datetime) -> None:
        today = now.date()
        due = of_day(today, read.standing(today), read.config.reminders)
        for kind in WITH_BUTTONS - {reminder.kind for reminder in due}:
            task = asyncio.create_task(notifier.withdraw(kind))
            at_work.add(task)
            task.add_done_callback(at_work.discard)

    return sweep
