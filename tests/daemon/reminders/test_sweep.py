"""Reminders that do not hold any more leave the screen, and no other notice does."""

import asyncio
from datetime import date

from daemon.desktop.notice import Notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.sweep import sweeping
from tests.fakes.notifier import FakeNotifier

TODAY = date(2026, 3, 2)


def test_what_is_settled_goes_and_what_is_due_stays() -> None:
    async def story() -> set[str]:
        notifier = FakeNotifier()
        for kind in (*ReminderKind, "session"):
            await notifier.notify(Notice("Run day.", kind))
        sweeping(notifier)([Reminder(TODAY, ReminderKind.RUN, "Run day.")])
        await asyncio.sleep(0)
        return set(notifier.shown)

    gone = {*ReminderKind, "session"} - asyncio.run(story())
    assert gone == {kind for kind in ReminderKind if kind.buttons} - {ReminderKind.RUN}
    assert gone


def test_what_an_earlier_daemon_left_gets_buttons_that_live_or_goes() -> None:
    async def story() -> dict[str, Notice]:
        notifier = FakeNotifier()
        notifier.was_left = {
            "run": "2026-03-02 run after a snooze",
            "next_day": "2026-03-01 next_day",
            "session": "late",
        }
        for kind in notifier.was_left:
            await notifier.notify(Notice("Dead.", kind))
        sweep = sweeping(notifier)
        sweep([Reminder(TODAY, ReminderKind.RUN, "Run day.")])
        await asyncio.sleep(0.01)
        return notifier.shown

    (run,) = asyncio.run(story()).values()
    assert (run.text, run.buttons[0].key) == ("Run day.", "start")
