"""To which days the next run can be moved (C20). Pure."""

from dataclasses import replace
from datetime import date

from daemon.base.words import words
from rules.course import Course, Wishes
from rules.gate import Verdict


def not_movable(now: Course, to: date) -> str:
    """Why the next run cannot be moved to this day, in words; empty where it can."""
    # What was moved before is no day due: it can be moved back.
    view = replace(now, wishes=Wishes()).view()
    if view.held or view.due is None or view.verdict is Verdict.AWAY:
        return words("move.held" if view.held else "move.away")
    if to < view.due:
        return words("move.early", day=to, due=view.due)
    verdict = now.may_run(to)
    return "" if verdict is Verdict.GO else words("move.closed", day=to)
