"""What every fact is."""

from datetime import date, datetime
from typing import ClassVar, NamedTuple

from daemon.base.typed_dates import OLDEST


class Fact:
    """Something that happened. An `entry` was made by the runner, who can take it back.

    With `decides` the next run may be another one without it.
    """

    kind: ClassVar[str]
    entry: ClassVar[bool] = False
    decides: ClassVar[bool] = False

    def check(self, at: datetime) -> None:
        """Raise ValueError where the fields do not fit each other, or the time it was stored."""

    @property
    def about(self) -> int | None:
        """The earlier fact that it refers to."""
        return None

    def fits(self, other: object) -> bool:
        """Whether it can be about this one."""
        return True


class OfDay(Fact):
    """Something of a day that was there when it was told, and not longer ago than ten years."""

    day: date

    def check(self, at: datetime) -> None:
        if self.day > at.date():
            raise ValueError(f"day: {self.day} is in the future")
        if at.date() - self.day > OLDEST:
            raise ValueError(f"day: {self.day} is more than ten years ago")


class Stored(NamedTuple):
    """A fact with the number and the time under which it is stored."""

    id: int
    at: datetime
    fact: Fact
