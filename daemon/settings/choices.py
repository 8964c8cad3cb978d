"""The settings that are one of a few words; the values are those of the settings file."""

from enum import StrEnum


class Units(StrEnum):
    """In which a distance is meant that is told without any."""

    KM = "km"
    MI = "mi"


class LadderKind(StrEnum):
    """How runs grow; AUTO is in walk/run stages after a severe or a bone injury."""

    AUTO = "auto"
    CONTINUOUS = "continuous"
    WALK_RUN = "walk_run"


class MusicMode(StrEnum):
    """What other players do while easeback speaks and listens."""

    LOWER = "lower"
    PAUSE = "pause"
    LEAVE = "leave"
    """They go on as they are."""


class AskInWalks(StrEnum):
    """In which walk breaks pain is asked about.

    AUTO is every one after a bone stress injury, which bears no pain at all, and HALF else.
    """

    AUTO = "auto"
    EVERY = "every"
    HALF = "half"
    """In the middle of the run."""
    NEVER = "never"


class Talk(StrEnum):
    """How much is said in sessions; AUTO is short once it was heard often enough."""

    AUTO = "auto"
    FULL = "full"
    SHORT = "short"
