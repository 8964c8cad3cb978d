"""The decision table as the course asks it: the same few answers come again and again. Pure."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from rules.engine import decide
from rules.model import Attempt, Decision, Settings
from rules.rulebook import Rulebook
from rules.terms import Terms


@dataclass(frozen=True)
class Table:
    """A rulebook, and what it decided so far."""

    book: Rulebook
    _decided: dict[Hashable, Decision] = field(default_factory=dict, repr=False, compare=False)

    def decide(self, attempt: Attempt, terms: Terms, rest_days: int) -> Decision:
        """Decide an attempt whose tolerated scores are 0 already."""
        answers = (attempt.warmup, attempt.faded, attempt.late, attempt.next_day)
        # Of the distance only its side of each threshold decides, of the minutes nothing.
        reached = attempt.distance and tuple(
            rule.reached(attempt.distance) for rule in self.book.rules if rule.beyond
        )
        red_flag = terms.settings.red_flag_score or None
        key = (answers, reached, rest_days, red_flag, terms.bone)
        if key not in self._decided:
            settings = Settings(0, terms.bone, rest_days, red_flag)
            self._decided[key] = decide(attempt, self.book, settings)
        return self._decided[key]
