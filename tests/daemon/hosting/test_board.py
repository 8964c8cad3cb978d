"""A session's view from outside, and the wait for the next one."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from daemon.hosting.board import Board

LONG = 60.0


@given(st.lists(st.text(max_size=5), max_size=30))
def test_the_newest_sentences_stay_in_their_order(texts: list[str]) -> None:
    board = Board()
    for text in texts:
        before = board.view.number
        board.said(text)
        assert board.view.number > before
    said = board.view.said
    assert list(said) == texts[len(texts) - len(said) :]
    assert len(said) >= min(len(texts), 10)


def test_who_waits_is_woken_by_the_next_change_and_never_left_behind() -> None:
    async def story() -> None:
        board = Board()
        waiting = [asyncio.create_task(board.past(0, LONG)) for _ in range(3)]
        await asyncio.sleep(0)
        board.said("First.")
        board.said("Second.")
        assert {(await one).said for one in waiting} == {("First.", "Second.")}
        # Who comes late is not kept waiting for what was there before.
        assert await board.past(1, LONG) is board.view

    asyncio.run(asyncio.wait_for(story(), 10))


def test_where_nothing_changes_in_time_it_is_the_same_view() -> None:
    board = Board()
    assert asyncio.run(board.past(0, 0.0)) is board.view
