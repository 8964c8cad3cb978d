"""What the runner is reminded of, and what can be clicked. Pure.

The values are in stored keys, in the words file and on the bus.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Self


class ButtonKey(StrEnum):
    """What a button of a notice stands for; the exact scores are buttons of their own, "0" on."""

    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    DONE = "done"
    CLEARED = "cleared"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    # A notification has room for a few buttons: first the range, then the exact score.
    LOW = "0-3"
    MIDDLE = "4-6"
    HIGH = "7-10"


RANGES = {ButtonKey.LOW: range(4), ButtonKey.MIDDLE: range(4, 7), ButtonKey.HIGH: range(7, 11)}


class ReminderKind(StrEnum):
    """`setting` is the one that holds its time of day ("": it has none).

    `fresh` is how long after that it is still of use, `buttons` what can be done about it.
    """

    setting: str
    fresh: timedelta
    buttons: tuple[ButtonKey, ...]

    def __new__(cls, value: str, setting: str = "", hours: int = 0, *buttons: ButtonKey) -> Self:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.setting, kind.fresh, kind.buttons = setting, timedelta(hours=hours), buttons
        return kind

    RUN = "run", "run", 12, ButtonKey.START, ButtonKey.SNOOZE, ButtonKey.SKIP
    REST = "rest", "rest", 8
    ADVICE = "advice", "rest", 12
    HOLD = "hold", "rest", 12, ButtonKey.CLEARED
    STRENGTH = "strength", "strength", 5, ButtonKey.DONE, ButtonKey.SNOOZE
    NEXT_DAY = "next_day", "next_day", 16, *RANGES
    EASY_END = "easy_end", "run", 12
    FAULT = "fault"
    """Told when nothing can be reminded of."""
    SETTINGS = "settings"
    """Told once when they have changed."""

    @property
    def urgent(self) -> bool:
        """A red flag, a hold, and a diary that cannot be used."""
        return self in (ReminderKind.ADVICE, ReminderKind.HOLD, ReminderKind.FAULT)
