"""Does what a pressed button says."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from daemon.base import clock
from daemon.base.errors import EasebackError, Refused
from daemon.base.words import spoken_answer, words
from daemon.control import protocol
from daemon.control.protocol import Perform
from daemon.desktop.notice import Notice, NoticeKind, Pressed
from daemon.desktop.notify import Notifier
from daemon.diary.facts import SessionKind
from daemon.diary.questions import Question
from daemon.reminders.buttons import SNOOZE_MINUTES, exact_notice
from daemon.reminders.kinds import RANGES, ButtonKey, ReminderKind

log = logging.getLogger(__name__)

# So long the second page of a score takes no click.
NO_CLICK_SECONDS = 1.0


class Presses:
    """Buttons are another way to ask for what the control socket can have done."""

    def __init__(
        self, notifier: Notifier, perform: Perform, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._notifier, self._perform, self._now = notifier, perform, now
        self._exact, self._exact_until = Notice("", ""), 0.0

    async def follow(self, pressed: "asyncio.Queue[Pressed]") -> None:
        """Do what is pressed until cancelled."""
        while True:
            await self.do(await pressed.get())

    async def do(self, press: Pressed) -> None:
        """One button; what comes of it, or why nothing does, is shown."""
        notice, key = press.notice, press.key
        log.info("button of %s pressed", notice.kind)
        if key in RANGES:
            await self._show_exact(exact_notice(notice, ButtonKey(key)))
            return
        if notice == self._exact and monotonic() < self._exact_until:
            # A double click on the first page is none on the second, which comes back for it.
            await self._notifier.notify(notice)
            return
        if told := await self._told(notice, key):
            await self._notifier.notify(Notice(told, NoticeKind.TOLD))

    async def _show_exact(self, notice: Notice) -> None:
        await self._notifier.notify(notice)
        self._exact, self._exact_until = notice, monotonic() + NO_CLICK_SECONDS

    async def reply(self, notice: Notice, key: str) -> str:
        """What was said to a reminder ("": a score that was not understood); what to say to it.

        A score that is understood is stored before it is read back.
        """
        score = notice.kind == ReminderKind.NEXT_DAY
        if not (score and key):
            return await self._told(notice, key)
        if refused := await self._told(notice, key):
            return refused
        noted = words("dialogue.noted", answer=spoken_answer(int(key)))
        return f"{noted} {(await self._perform(protocol.Next()))['text']}"

    async def _told(self, notice: Notice, key: str) -> str:
        try:
            return await self._done(notice, key)
        except (Refused, EasebackError) as error:
            return words("button.refused", reason=error)

    async def _done(self, notice: Notice, key: str) -> str:
        if notice.kind == NoticeKind.SESSION:
            await self._perform(protocol.GiveAnswer(key, notice.about))
            return ""
        if key == ButtonKey.START and notice.kind == ReminderKind.STRENGTH:
            await self._perform(protocol.Start(SessionKind.STRENGTH))
            return ""
        if key == ButtonKey.START:
            await self._perform(protocol.Start(SessionKind.WARMUP))
            return ""
        if key == ButtonKey.SNOOZE:
            until = (await self._perform(protocol.Snooze(SNOOZE_MINUTES)))["until"]
            return words("snooze.done", time=f"{datetime.fromisoformat(until):%H:%M}")
        # What was meant for another day must not be noted for this one.
        if not notice.about.startswith(self._now().date().isoformat()):
            return words("button.late")
        if key == ButtonKey.SKIP:
            skipped = (await self._perform(protocol.Skip()))["skipped"]
            return words("skip.done" if skipped else "skip.none")
        if key == ButtonKey.CLEARED:
            await self._perform(protocol.Clear())
            return words("cleared.done")
        if key == ButtonKey.DONE:
            await self._perform(protocol.TickStrength())
            return words("button.strength_done")
        # Who clicks reads: no voice for one score.
        start = protocol.Start(SessionKind.CHECKIN, next_day=True, in_writing=bool(key))
        await self._perform(start)
        if key:
            await self._perform(protocol.GiveAnswer(key, Question.NEXT_DAY))
        return ""
