"""What a notification says and what its buttons do. Pure."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """How much a notice may disturb; the numbers are those of the desktop's protocol."""

    NORMAL = 1
    CRITICAL = 2


class NoticeKind(StrEnum):
    """The kinds of notices beside those of the reminders."""

    SESSION = "session"
    """All that a session shows: the next sentence replaces the last."""
    DECISION = "decision"
    CHECKIN = "checkin"
    TOLD = "told"
    """What comes of a click."""
    DOCTOR = "doctor"


@dataclass(frozen=True)
class Button:
    """Something the runner can answer with one click."""

    key: str
    label: str


@dataclass(frozen=True)
class Notice:
    """A short text. One of the same `kind` replaces it, so that notices do not stack.

    `by_hand` says how to do without buttons what the buttons do. `about` is kept for whoever is
    told of a pressed button: the day of a reminder, the question that is open.
    """

    text: str
    kind: str
    urgency: Urgency = Urgency.NORMAL
    buttons: tuple[Button, ...] = ()
    by_hand: str = ""
    about: str = ""

    @property
    def whole(self) -> str:
        """The text for where there are no buttons."""
        return f"{self.text} {self.by_hand}".strip()


@dataclass(frozen=True)
class Pressed:
    """The runner pressed the button `key` of a notice."""

    notice: Notice
    key: str
