"""What the control socket and the buttons of a notification can have done."""

import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from daemon.base import clock
from daemon.base.errors import Refused
from daemon.control import protocol
from daemon.control.protocol import Request
from daemon.diary import taking_back, telling
from daemon.diary.diary import Diary
from daemon.diary.facts import SessionBegan
from daemon.diary.next_run import next_json, next_run
from daemon.diary.opened import opened
from daemon.diary.questions import open_question
from daemon.hosting.host import SessionHost
from daemon.reminders.scheduler import Watch
from daemon.settings.live import LiveSettings
from voice.base.part import Part

# A question that waits longer than this is asked again, so that a dead client is noticed.
POLL_SECONDS = 20.0


class Operations:
    """Does what a request asks for. Raises Refused, or the errors of the diary."""

    def __init__(
        self,
        settings: LiveSettings,
        watch: Watch,
        host: SessionHost,
        parts: Callable[[], Awaitable[Mapping[str, Part]]],
        now: Callable[[], datetime] = clock.now,
        poll: float = POLL_SECONDS,
    ) -> None:
        self._settings, self._watch, self._host, self._now = settings, watch, host, now
        self._parts, self._poll = parts, poll

    async def perform(self, request: Request) -> dict[str, Any]:
        """One request; returns the JSON values of its answer."""
        match request:
            case protocol.Status():
                return await self._status()
            case protocol.Next():
                return self._next()
            case protocol.Follow(since):
                return await self._session(since)
            case protocol.Start(session, next_day, new_run, in_writing):
                wanted = SessionBegan(session, next_day, new_run)
                view = self._host.start(wanted, in_writing=in_writing)
                return {"session": asdict(view)}
            case protocol.GiveAnswer(text, question, attempt):
                return await self._answer(text, question, attempt)
            case protocol.GiveCommand(name):
                return await self._host.command(name)
            case protocol.Reload():
                self._settings.refresh()
                self._watch.changed()
                if self._settings.problem:
                    raise Refused("refused", self._settings.problem)
                return {}
            case protocol.Look():
                self._watch.changed()
                self._host.look()
                return {}
        values = self._write(request)
        self._watch.changed()
        return values

    async def _answer(self, text: str, question: str | None, attempt: int | None) -> dict[str, Any]:
        values = await self._host.answer(text, question, attempt)
        self._watch.changed()
        return values

    async def _session(self, since: int | None) -> dict[str, Any]:
        board = self._host.board
        view = board.view if since is None else await board.past(since, self._poll)
        return {"session": asdict(view)}

    def _write(self, request: Request) -> dict[str, Any]:
        now = self._now()
        with self._diary() as diary, diary.together():
            match request:
                case protocol.Snooze(minutes):
                    until = now + timedelta(minutes=minutes)
                    diary.snooze(now, until)
                    return {"until": until.isoformat(timespec="seconds")}
                case protocol.Skip():
                    return {"skipped": diary.skip(now, diary.read())}
                case protocol.Clear():
                    telling.clear(diary, now)
                    return {}
                case protocol.TickStrength():
                    diary.strength_done(now, diary.read())
                    return {}
                case protocol.Undo():
                    return {"taken_back": taking_back.undo(diary, now, diary.read())}
        raise Refused("unknown_op", type(request).__name__)

    def _next(self) -> dict[str, Any]:
        today = self._now().date()
        with self._diary() as diary:
            config, recent = diary.config, diary.recent(today)
        return {"next": next_json(recent.course), "text": next_run(config, recent, today)}

    async def _status(self) -> dict[str, Any]:
        now = self._now()
        with self._diary() as diary:
            recent = diary.recent(now.date())
        waiting = recent.waiting(now)
        opened = None
        if waiting:
            record, occasion = waiting
            question = open_question(record.attempt, record.answered, occasion)
            opened = {"part": occasion, "attempt": record.id, "question": question}
        view = self._host.board.view
        wake = self._watch.next_wake()
        return {
            "pid": os.getpid(),
            "open": opened,
            "next": next_json(recent.course),
            "session": asdict(view) if view.session else None,
            "next_wake": wake.isoformat(timespec="seconds") if wake else None,
            "parts": {name: asdict(part) for name, part in (await self._parts()).items()},
        }

    def _diary(self) -> AbstractContextManager[Diary]:
        return opened(self._settings.config, self._settings.table)
