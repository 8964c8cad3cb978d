"""Whether the wall clock was set, or the zone changed, since it was looked at last."""

import time
from datetime import datetime

# More than adjusting a clock smoothly makes between two looks.
_STEP_SECONDS = 2.0


class ClockJumps:
    """Compares the wall clock with one that nobody sets; a suspend is no jump."""

    def __init__(self) -> None:
        self._last: tuple[float, object] | None = None

    def jumped(self, now: datetime) -> bool:
        """Whether something jumped since the last call."""
        ahead = now.timestamp() - time.clock_gettime(time.CLOCK_BOOTTIME)
        last, self._last = self._last, (ahead, now.utcoffset())
        if last is None:
            return False
        return abs(ahead - last[0]) > _STEP_SECONDS or last[1] != now.utcoffset()
