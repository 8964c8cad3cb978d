"""What the reminders of a day depend on. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from daemon.diary.facts import Damaged
from rules.plan import State


@dataclass(frozen=True)
class Standing:
    """What reminders depend on. `first_day` is the day chosen for the first run, if any."""

    state: State
    first_day: date | None = None
    professional: str = ""
    last_day: date | None = None
    morning_open: bool = False
    strength_stage: int = 1
    strength_days: Set[date] = field(default_factory=frozenset)
    skipped_days: Set[date] = field(default_factory=frozenset)
    reminded: Set[str] = field(default_factory=frozenset)
    voided: Set[str] = field(default_factory=frozenset)
    """Keys of reminders that were shown by a clock that was wrong."""
    snoozed: datetime | None = None
    """Until when the runner wanted to hear nothing; what is still owed then comes again."""
    damaged: Sequence[Damaged] = ()
    """Facts that cannot be read, and do not count."""

    @property
    def next_day(self) -> date | None:
        """The day of the next run; None: no run yet and no day chosen for the first."""
        return self.state.next_day or self.first_day

    def snoozed_until(self, now: datetime) -> datetime | None:
        """Until when nothing is to be heard; None where that is past."""
        return self.snoozed if self.snoozed and self.snoozed > now else None
