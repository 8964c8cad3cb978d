"""The wall clock, read in one place."""

from datetime import datetime


def now() -> datetime:
    """The time now, in the user's zone."""
    return datetime.now().astimezone()
