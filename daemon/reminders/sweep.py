"""Takes reminders off the screen that do not say any more what is the case."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from daemon.desktop.notify import Notifier
from daemon.reminders.buttons import reminder_notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind


def sweeping(notifier: Notifier) -> Callable[[Iterable[Reminder]], None]:
    """Something to do at every look: a run that is logged, or another day, needs no button.

    At the first look what an earlier daemon left on the screen gets buttons that live, or goes.
    """
    at_work: set[asyncio.Task[Any]] = set()
    looked = False

    def do(work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        at_work.add(task)
        task.add_done_callback(at_work.discard)

    def sweep(todays: Iterable[Reminder]) -> None:
        nonlocal looked
        owed = tuple(todays)
        if not looked:
            looked = True
            do(_take_over(notifier, owed))
        for kind in {kind for kind in ReminderKind if kind.buttons} - {one.kind for one in owed}:
            do(notifier.withdraw(kind))

    return sweep


async def _take_over(notifier: Notifier, owed: Sequence[Reminder]) -> None:
    for kind, about in (await notifier.left()).items():
        still = [one for one in owed if one.kind == kind and about.startswith(str(one.day))]
        if still and still[0].kind.buttons:
            await notifier.notify(reminder_notice(still[0]))
        else:
            await notifier.withdraw(kind)
