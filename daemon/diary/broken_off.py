"""Which session was under way when the process ended, from the facts alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.diary.fact import Stored
from daemon.diary.facts import Answer, SessionBegan, SessionEnded
from daemon.diary.questions import Question

# Later than this nobody waits in the room any more: a notification does it.
RESUMED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class BrokenOff:
    """A session that began and did not end, and what was stored in it."""

    wanted: SessionBegan
    at: datetime
    attempt: int | None = None
    answered: frozenset[Question] = frozenset()

    def is_fresh(self, now: datetime) -> bool:
        """Whether the runner may still be there, waiting for it to go on."""
        return timedelta(0) <= now - self.at <= RESUMED_WITHIN


def broken_off(facts: Sequence[Stored]) -> BrokenOff | None:
    """The session that is open in the facts that hold, if any."""
    answers: list[Answer] = []
    for stored in reversed(facts):
        match stored.fact:
            case SessionEnded():
                return None
            case Answer() as answer:
                answers.append(answer)
            case SessionBegan() as wanted:
                attempt = answers[0].attempt if answers else None
                answered = frozenset(answer.question for answer in answers)
                return BrokenOff(wanted, stored.at, attempt, answered)
    return None
