"""Sound as the ears take it: mono, 16 bit, so many samples a second."""

RATE = 16_000
"""Samples a second."""


def silence(seconds: float) -> bytes:
    """So much of nothing."""
    return bytes(2 * round(seconds * RATE))
