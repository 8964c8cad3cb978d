"""What the reminders of a day depend on. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from daemon.diary.facts import Damaged
from rules.course import Course


@dataclass(frozen=True)
class Standing:
    """What reminders depend on. `professional` is who is to be asked about pain."""

    course: Course
    professional: str = ""
    recalled: str = ""
    """What today's run day says of how the injury came about."""
    morning_after: date | None = None
    """The run of which the morning can be told now, and was not."""
    strength_stage: int = 1
    strength_days: Set[date] = field(default_factory=frozenset)
    strength_moved: Set[date] = field(default_factory=frozenset)
    """Days for which strength work is planned beside its weekdays: a run took one of those."""
    skipped_days: Set[date] = field(default_factory=frozenset)
    warm_up: int | None = None
    """The score of today's warm-up, as long as its run is still to come."""
    reminded: Set[str] = field(default_factory=frozenset)
    voided: Set[str] = field(default_factory=frozenset)
    """Keys of reminders that were shown by a clock that was wrong."""
    snoozed: datetime | None = None
    """Until when the runner wanted to hear nothing; what is still owed then comes again."""
    damaged: Sequence[Damaged] = ()
    """Facts that cannot be read, and do not count."""

    def snoozed_until(self, now: datetime) -> datetime | None:
        """Until when nothing is to be heard; None where that is past."""
        return self.snoozed if self.snoozed and self.snoozed > now else None
