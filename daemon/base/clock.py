"""The wall clock, read in one place."""

import time
from datetime import datetime


def now() -> datetime:
    """The time now, in the user's zone, which may have changed since the process began."""
    time.tzset()
    return datetime.now().astimezone()
