"""Sound, mono and of 16 bit: as the ears take it, and as the speaker does."""

RATE = 16_000
"""Samples a second that the ears take."""
SPEAKER_RATE = 44_100
"""Samples a second that are played."""


def silence(seconds: float) -> bytes:
    """So much of nothing."""
    return bytes(2 * round(seconds * RATE))
