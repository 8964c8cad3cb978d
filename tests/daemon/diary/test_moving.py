"""Where a run can be moved to, whatever the history."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.diary.moving import not_movable
from rules.course import Wishes, course
from rules.gate import Verdict
from tests.rules.histories import BOOK, Life, lives


@settings(max_examples=60)
@given(lives(runs=6), st.integers(0, 40))
def test_a_run_that_is_moved_is_announced_on_that_day_or_refused(life: Life, ahead: int) -> None:
    now = course(life.history, life.today, BOOK)
    to = life.today + timedelta(days=ahead)
    view = now.view()
    moved = replace(now, wishes=Wishes(moved=to))
    if not_movable(now, to):
        due = view.due
        closed = now.may_run(to) is not Verdict.GO
        assert view.held or due is None or view.verdict is Verdict.AWAY or to < due or closed
    else:
        assert moved.view().run_day == to
        assert now.may_run(to) is Verdict.GO
    # Moved already, it can still be moved back to the day on which it is due.
    assert not_movable(moved, to) == not_movable(now, to)
