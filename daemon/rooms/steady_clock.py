"""The time in a room."""

from datetime import datetime, timedelta
from time import monotonic

from daemon.base import clock


class SteadyClock:
    """The time of the start and what has passed since.

    The wall clock may step while a session runs; its cues must not.
    """

    def __init__(self) -> None:
        self._start, self._zero = clock.now(), monotonic()

    def now(self) -> datetime:
        """The time, in the zone of the start."""
        return self._start + timedelta(seconds=monotonic() - self._zero)

    def monotonic(self, at: datetime) -> float:
        """The moment `at` by time.monotonic()."""
        return self._zero + (at - self._start).total_seconds()
