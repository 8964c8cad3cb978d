"""Lines from outside: each is told what became of it, once, and answers no other question."""

import asyncio
from collections.abc import Awaitable

from daemon.diary.questions import Question
from daemon.hosting.inbox import Fate, Inbox


def run(story: Awaitable[None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await story

    asyncio.run(bounded())


def test_an_answer_to_a_question_that_is_not_open_never_reaches_the_session() -> None:
    async def story() -> None:
        inbox = Inbox()
        inbox.question = Question.LATE
        stale = inbox.put("9", Question.WARMUP)
        meant = inbox.put("3", Question.LATE)
        assert await inbox.next() == "3"
        assert await stale is Fate.NOT_OPEN
        assert not meant.done()

    run(story())


def test_a_command_is_for_any_moment_and_was_taken_once_another_line_is_asked_for() -> None:
    async def story() -> None:
        inbox = Inbox(patience=0.0)
        command = inbox.put("pause", None)
        assert await inbox.next() == "pause"
        assert await inbox.next() is None
        assert await command is Fate.TAKEN

    run(story())


def test_what_was_not_read_when_the_session_ended_is_told_so() -> None:
    async def story() -> None:
        inbox = Inbox()
        read, unread = inbox.put("stop", None), inbox.put("3", None)
        await inbox.next()
        inbox.close()
        assert (await read, await unread) == (Fate.TAKEN, Fate.OVER)

    run(story())
