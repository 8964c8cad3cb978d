"""Sessions inside the daemon: one at a time, under the same lock as those of the command line."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ExitStack
from datetime import datetime
from typing import Any

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError, Refused
from daemon.base.lock import only_one
from daemon.base.words import words
from daemon.diary.diary import Diary
from daemon.diary.facts import SessionBegan, SessionKind
from daemon.diary.history import Noted, Record
from daemon.diary.opened import opened
from daemon.diary.questions import KIND, Asked, Consent, Question
from daemon.diary.snapshot import Snapshot
from daemon.hosting.board import Board, View
from daemon.hosting.inbox import Fate, Inbox
from daemon.session import guide
from daemon.session.about import about, unfinished
from daemon.session.conductor import Room
from daemon.session.events import Answered, Command
from daemon.session.resuming import go_on
from daemon.session.understand import typed
from daemon.settings.live import LiveSettings
from rules.attempt_json import attempt_to_json
from voice.base.plain import name_of
from voice.language.kinds import CommandName, Kind

log = logging.getLogger(__name__)

Opened = Callable[[Asked], None]
"""Told of each question that is asked."""
MakeRoom = Callable[[Inbox, Board, Opened], AbstractAsyncContextManager[Room]]
_CLOSE_SECONDS = 3.0
# What is left of a session once it asks.
_ASKS = {SessionKind.WARMUP: SessionKind.SCORE, SessionKind.GO: SessionKind.CHECKIN}


def guide_for(wanted: SessionBegan) -> guide.Guide:
    """What holds such a session."""
    match wanted.what:
        case SessionKind.WARMUP:
            return guide.warm_up
        case SessionKind.SCORE:
            return guide.ask_score
        case SessionKind.GO:
            return guide.run
        case SessionKind.STRENGTH:
            return guide.strength
        case SessionKind.CHECKIN:
            return lambda room, diary: guide.check_in(
                room, diary, next_day=wanted.next_day, new_run=wanted.new_run
            )


def attempt_of(wanted: SessionBegan, read: Snapshot, now: datetime) -> int | None:
    """The attempt that such a session would be about; None where it begins one."""
    if wanted.what is SessionKind.CHECKIN:
        new = {"next_day": wanted.next_day, "new_run": wanted.new_run}
        parts = about(read, now, **new)
        record = parts[0][0] if parts else read.history.latest
    elif wanted.what is SessionKind.STRENGTH:
        record = None
    else:
        record = unfinished(read, now.date())
    return record.id if record else None


class SessionHost:
    """Holds a session in a room of its own, and hands in what comes from outside.

    `silent_room` makes those of sessions in writing (as `make_room` does, if left out).
    """

    def __init__(
        self, settings: LiveSettings, make_room: MakeRoom, silent_room: MakeRoom | None = None
    ) -> None:
        self._settings = settings
        self._make_room, self._silent_room = make_room, silent_room or make_room
        self._task: asyncio.Task[None] | None = None
        self._inbox = Inbox()
        self._wanted: SessionBegan | None = None
        self._answered: frozenset[Question] = frozenset()
        self.board = Board()

    @property
    def running(self) -> bool:
        """Whether a session is under way."""
        return self._task is not None and not self._task.done()

    def start(self, wanted: SessionBegan, *, in_writing: bool = False) -> View:
        """Begin a session. Raises CannotRun where one is under way, here or in a terminal."""
        with ExitStack() as held:
            held.enter_context(only_one("session", paths.store_file()))
            with self._diary() as diary:
                now = clock.now()
                attempt = attempt_of(wanted, diary.read(), now)
                diary.session_begins(now, wanted)
            make_room = self._silent_room if in_writing else self._make_room
            self._begin(wanted, attempt, guide_for(wanted), make_room, held.pop_all())
        return self.board.view

    def resume(self) -> bool:
        """Go on with what a killed process left; False where a notification has to do it."""
        with ExitStack() as held:
            held.enter_context(only_one("session", paths.store_file()))
            with self._diary() as diary:
                read, now = diary.read(), clock.now()
                broken = read.broken_off
                if broken is None:
                    return True
                if not broken.is_fresh(now):
                    diary.session_ends(now)
                    return False
                attempt = broken.attempt or attempt_of(broken.wanted, read, now)
            log.info("going on with the session that was broken off")
            going_on: guide.Guide = lambda r, d: go_on(r, d, broken)  # noqa: E731 - needs its type
            self._begin(broken.wanted, attempt, going_on, self._make_room, held.pop_all())
        return True

    async def answer(self, text: str, question: str | None, attempt: int | None) -> dict[str, Any]:
        """Hand in an answer; told once it is on disk, or once it is clear that it will not be.

        Raises Refused. One that names its question and is stored already is told so.
        """
        open_now = self._inbox.question
        if question in list(Consent) and question != open_now:
            raise Refused("not_open", words("refused.other_question", question=question))
        about = open_now if question in (None, open_now) else Question(question)
        if isinstance(about, Question) and (known := self._known(text, about, attempt)):
            return known
        if not self.running:
            raise Refused("no_session", words("refused.no_session"))
        if about is None:
            raise Refused("not_open", words("refused.nothing_asked"))
        if attempt and attempt != self.board.view.attempt:
            raise Refused("not_open", words("refused.other_attempt", attempt=attempt))
        return await self._hand_in(text, about)

    async def command(self, name: str) -> dict[str, Any]:
        """Hand in a command."""
        if not self.running:
            raise Refused("no_session", words("refused.no_session"))
        if not isinstance(typed(Kind.COMMAND, name), Command):
            raise Refused("not_understood", words("refused.no_command", name=name))
        return await self._hand_in(name, None)

    def look(self) -> None:
        """Something was stored: an open question that was answered another way is answered."""
        question, attempt = self._inbox.question, self.board.view.attempt
        if not isinstance(question, Question) or attempt is None or question in self._answered:
            return
        if self._inbox.confirms:
            return
        with self._diary() as diary:
            record = self._meant(diary.read(), attempt)
        if record and question in record.answered:
            told = attempt_to_json(record.attempt)[question]
            self._inbox.put(_as_typed(told), question)

    async def close(self) -> None:
        """Break the session off; the next process goes on with it."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=_CLOSE_SECONDS)

    def _begin(
        self,
        wanted: SessionBegan,
        attempt: int | None,
        guiding: guide.Guide,
        make_room: MakeRoom,
        held: ExitStack,
    ) -> None:
        self._inbox, self._wanted = Inbox(), wanted
        self.board.show(session=wanted.what, attempt=attempt, said=())
        self._task = asyncio.create_task(self._hold(guiding, make_room, held))

    async def _hold(self, guiding: guide.Guide, make_room: MakeRoom, held: ExitStack) -> None:
        with held, self._diary() as diary:
            try:
                async with make_room(self._inbox, self.board, self._opened) as room:
                    await guiding(room, diary)
                diary.session_ends(clock.now())
            except EasebackError as error:
                # Its message may quote an answer.
                told = error if isinstance(error, CannotRun) else name_of(error)
                log.error("the session ended: %s", told)
                self.board.said(str(error))
                if not isinstance(error, CannotRun):
                    diary.session_ends(clock.now())
            except Exception:
                log.exception("the session ended")
            finally:
                self._inbox.close()
                self.board.show(session=None, attempt=None, question=None, kind=None)

    def _opened(self, question: Asked) -> None:
        if not isinstance(question, Question):
            return
        self._answered = self._answers()
        # Broken off from here on, its questions come again and not its exercises or its run.
        if self._wanted and (asks := _ASKS.get(self._wanted.what)):
            self._wanted = SessionBegan(asks)
            with self._diary() as diary:
                diary.session_begins(clock.now(), self._wanted)

    def _answers(self) -> frozenset[Question]:
        """What was answered of the attempt before it is asked about."""
        attempt = self.board.view.attempt
        with self._diary() as diary:
            record = self._meant(diary.read(), attempt) if attempt else None
        return record.answered if record else frozenset()

    def _noted(self, noted: Noted) -> None:
        self.board.show(attempt=noted.attempt)
        self._inbox.noted(noted)

    async def _hand_in(self, text: str, about: Asked | None) -> dict[str, Any]:
        fate = await self._inbox.put(text, about)
        if isinstance(fate, Noted):
            return _stored(fate.attempt, fate.question, fate.value)
        if fate is Fate.TAKEN:
            return {"stored": None, "said": self.board.view.said[-1:]}
        if fate is Fate.NOT_OPEN:
            raise Refused("not_open", words("refused.other_question", question=about))
        raise Refused("no_session", words("refused.ended"))

    def _known(self, text: str, about: Question, attempt: int | None) -> dict[str, Any] | None:
        """The answer, if it is stored already; None where it may be handed in."""
        with self._diary() as diary:
            record = self._meant(diary.read(), attempt)
        if record is None or about not in record.answered or self._inbox.question is about:
            return None
        value, stored = _value(text, about), attempt_to_json(record.attempt)[about]
        if value != stored:
            told = words("refused.noted", question=about, attempt=record.id, answer=stored)
            raise Refused("answered", told)
        return {**_stored(record.id, about, stored), "already": True}

    def _meant(self, read: Snapshot, attempt: int | None) -> Record | None:
        """The attempt that an answer is about; None where it is not begun yet."""
        wanted = attempt or (self.board.view.attempt if self.running else None)
        record = next((r for r in read.history.records if r.id == wanted), None)
        if attempt and record is None:
            raise Refused("not_open", words("refused.no_attempt", attempt=attempt))
        return record

    def _diary(self) -> AbstractContextManager[Diary]:
        return opened(self._settings.config, self._settings.table, noted=self._noted)


def _value(text: str, question: Question) -> Any:
    match typed(KIND[question], text):
        case Answered(value, _, _):
            return value
        case Command(CommandName.SKIP):
            return None
    raise Refused("not_understood", words("refused.no_answer", text=text, question=question))


def _as_typed(value: Any) -> str:
    """An answer's JSON value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{value['value']} {value['unit']}"
    return "unknown" if value is None else f"{value:g}"


def _stored(attempt: int, question: Question, value: Any) -> dict[str, Any]:
    return {"stored": {"attempt": attempt, "question": question, "value": value}}
