"""Takes reminders off the screen that do not say any more what is the case."""

import asyncio
from collections.abc import Callable, Iterable

from daemon.desktop.notify import Notifier
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind


def sweeping(notifier: Notifier) -> Callable[[Iterable[Reminder]], None]:
    """Something to do at every look: a run that is logged, or another day, needs no button."""
    at_work: set[asyncio.Task[None]] = set()

    def sweep(todays: Iterable[Reminder]) -> None:
        settled = {kind for kind in ReminderKind if kind.buttons} - {one.kind for one in todays}
        for kind in settled:
            task = asyncio.create_task(notifier.withdraw(kind))
            at_work.add(task)
            task.add_done_callback(at_work.discard)

    return sweep
