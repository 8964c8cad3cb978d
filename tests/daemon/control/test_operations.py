"""What is asked for over the socket is done to the diary, and told as it is there."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from daemon.base import clock
from daemon.base.errors import CannotRun, Refused
from daemon.control import protocol
from daemon.diary.facts import By, SessionKind
from daemon.diary.questions import Question
from tests.daemon.hosting.test_host import Daemon, diary


def live(life: Callable[[Daemon], Awaitable[None]]) -> None:
    async def whole() -> None:
        daemon = Daemon()
        try:
            async with asyncio.timeout(10):
                await life(daemon)
        finally:
            await daemon.host.close()

    asyncio.run(whole())


def asked(request: protocol.Request) -> dict[str, Any]:
    """The answer of a daemon that was asked this and nothing else."""
    answers: list[dict[str, Any]] = []

    async def life(daemon: Daemon) -> None:
        answers.append(await daemon.operations.perform(request))

    live(life)
    return answers[0]


def test_the_next_run_is_told_in_words_and_for_programs() -> None:
    told = asked(protocol.Next())
    with diary() as book:
        target = book.recent(clock.now().date()).course.view().target
    assert told["next"]["minutes"] == target.session
    assert f"{target.session} minutes" in told["text"]


def test_a_snooze_holds_for_as_long_as_was_asked() -> None:
    before = clock.now()
    until = datetime.fromisoformat(asked(protocol.Snooze(45))["until"])
    assert 44 * 60 < (until - before).total_seconds() < 46 * 60
    with diary() as book:
        kept = book.read().standing(before).snoozed
    assert kept is not None
    assert kept.replace(microsecond=0) == until


def test_strength_work_is_ticked_off_and_taken_back() -> None:
    assert asked(protocol.TickStrength()) == {}
    with diary() as book:
        assert book.read().history.strength_days == {clock.now().date()}
    assert asked(protocol.Undo())["taken_back"]
    with diary() as book:
        assert not book.read().history.strength_days


def test_the_status_names_the_question_that_waits() -> None:
    assert asked(protocol.Status())["open"] is None
    now = clock.now()
    with diary() as book:
        attempt = book.note(now, None, Question.WARMUP, 2, By.TYPED)
        book.note(now, attempt, Question.FADED, True, By.TYPED)
    waiting = asked(protocol.Status())["open"]
    assert (waiting["attempt"], waiting["question"]) == (attempt, Question.LATE)


def test_who_follows_a_session_is_told_of_its_question() -> None:
    async def life(daemon: Daemon) -> None:
        perform = daemon.operations.perform
        view = (await perform(protocol.Start(SessionKind.CHECKIN, new_run=True)))["session"]
        while view["question"] is None:
            view = (await perform(protocol.Follow(view["number"])))["session"]
        assert (view["question"], view["kind"]) == ("warmup", "score")

    live(life)


def test_a_second_session_is_refused_and_the_first_goes_on() -> None:
    async def life(daemon: Daemon) -> None:
        await daemon.operations.perform(protocol.Start(SessionKind.CHECKIN, new_run=True))
        with pytest.raises(CannotRun):
            await daemon.operations.perform(protocol.Start(SessionKind.WARMUP))
        assert daemon.host.running

    live(life)


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(Refused):
        asked(protocol.GiveAnswer("3"))
    with diary() as book:
        assert not book.read().history.records
