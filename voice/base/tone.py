"""The tones, by what they tell."""

from enum import StrEnum


class ToneName(StrEnum):
    """Each has a melody, and words for who wants no tones."""

    START = "start"
    SWITCH = "switch"
    REST = "rest"
    DONE = "done"
    RUN = "run"
    WALK = "walk"
    LISTEN = "listen"
    """An answer is listened for from now on; it has no words, which would be in the way."""
