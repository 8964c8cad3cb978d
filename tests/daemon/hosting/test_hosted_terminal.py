"""A session in the daemon can be seen from outside, and shows on the desktop what nobody hears."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from daemon.diary.questions import Asked, Question
from daemon.hosting.board import Board
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.session.actions import Ask
from tests.fakes.notifier import FakeNotifier
from voice.language.kinds import Kind

SCORE = Ask(Question.LATE, Kind.SCORE)


class Desk:
    def __init__(self) -> None:
        self.inbox, self.board, self.notifier = Inbox(), Board(), FakeNotifier()
        self.opened: list[Asked] = []
        self.terminal = HostedTerminal(self.inbox, self.board, self.notifier, self.opened.append)

    def shown(self) -> list[str]:
        return [notice.text for notice in self.notifier.shown.values()]


def run(life: Callable[[Desk], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await life(Desk())

    asyncio.run(bounded())


async def settled() -> None:
    """What was begun beside the session has been done."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_question_is_open_to_everybody_for_as_long_as_it_is_asked() -> None:
    async def life(desk: Desk) -> None:
        with desk.terminal.asking(SCORE):
            assert desk.opened == [Question.LATE]
            assert desk.inbox.question is Question.LATE
            assert (desk.board.view.question, desk.board.view.kind) == ("late", "score")
        assert desk.inbox.question is None
        assert (desk.board.view.question, desk.board.view.kind) == (None, None)

    run(life)


def test_a_question_that_fails_is_open_no_more() -> None:
    async def life(desk: Desk) -> None:
        with pytest.raises(ZeroDivisionError), desk.terminal.asking(SCORE):
            raise ZeroDivisionError
        assert desk.inbox.question is None
        assert desk.board.view.question is None

    run(life)


def test_a_typed_question_has_buttons_until_it_is_answered() -> None:
    async def life(desk: Desk) -> None:
        desk.terminal.tell("How was it at the end?")
        with desk.terminal.asking(SCORE):
            reading = asyncio.ensure_future(desk.terminal.line(SCORE))
            await settled()
            (notice,) = desk.notifier.shown.values()
            assert notice.text == "How was it at the end?"
            assert notice.about == "late"
            assert notice.buttons
            desk.inbox.put("3", Question.LATE)
            assert await reading == "3"
        assert desk.shown() == []

    run(life)


@pytest.mark.parametrize(
    ("alone", "text", "shown"),
    [(True, "Walk.", ["Walk."]), (True, "3", []), (False, "Walk.", [])],
)
def test_the_desktop_shows_sentences_where_nobody_hears_them(
    alone: bool, text: str, shown: list[str]
) -> None:
    async def life(desk: Desk) -> None:
        desk.terminal.alone = alone
        desk.terminal.tell(text)
        await settled()
        assert desk.board.view.said == (text,)
        assert desk.shown() == shown

    run(life)


@pytest.mark.parametrize(("alone", "shown"), [(True, []), (False, ["Rest today."])])
def test_a_decision_is_not_shown_twice(alone: bool, shown: list[str]) -> None:
    async def life(desk: Desk) -> None:
        desk.terminal.alone = alone
        await desk.terminal.notify("Rest today.")
        assert desk.shown() == shown

    run(life)
