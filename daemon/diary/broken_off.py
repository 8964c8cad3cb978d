"""Which session was under way when the process ended, from the facts alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.diary.questions import Question
from daemon.diary.store import Fact

# Later than this nobody waits in the room any more: a notification does it.
RESUMED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """A session to hold. `what` "score" is the question at the end of a warm-up."""

    what: str
    next_day: bool = False
    new_run: bool = False


@dataclass(frozen=True)
class BrokenOff:
    """A session that began and did not end, and what was stored in it."""

    wanted: Wanted
    at: datetime
    attempt: int | None = None
    answered: frozenset[Question] = frozenset()

    def is_fresh(self, now: datetime) -> bool:
        """Whether the runner may still be there, waiting for it to go on."""
        return timedelta(0) <= now - self.at <= RESUMED_WITHIN


def broken_off(facts: Sequence[Fact]) -> BrokenOff | None:
    """The session that is open in the facts, if any."""
    marks = [n for n, fact in enumerate(facts) if fact.kind in ("session", "session_end")]
    if not marks or facts[marks[-1]].kind == "session_end":
        return None
    begun, since = facts[marks[-1]], facts[marks[-1] + 1 :]
    undone = {fact.data["fact"] for fact in since if fact.kind == "undone"}
    answers = [fact.data for fact in since if fact.kind == "answer" and fact.id not in undone]
    return BrokenOff(
        Wanted(**begun.data),
        datetime.fromisoformat(begun.at),
        answers[-1]["attempt"] if answers else None,
        frozenset(Question(answer["question"]) for answer in answers),
    )
