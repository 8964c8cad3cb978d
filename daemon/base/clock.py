"""The wall clock, read in one place."""

import os
import re
import time
from datetime import datetime

# What POSIX has TZ say beside the name of a zone: "CET-1CEST", "<+03>-3", each with rules or not.
_ZONE_BY_HAND = re.compile(r"([A-Za-z]{3,}|<[^>]+>)[+-]?\d.*")


def unknown_zone() -> str:
    """The time zone that is asked for and that this system does not know; empty where it is fine.

    Its times are UTC's then, and its days begin at another hour than the runner's.
    """
    wanted = os.environ.get("TZ", "").removeprefix(":")
    if not wanted or wanted.startswith("/") or _ZONE_BY_HAND.fullmatch(wanted):
        return ""
    # Imported here: only doctor wants to know.
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(wanted)
    except (LookupError, ValueError, OSError):
        return wanted
    return ""


def now() -> datetime:
    """The time now, in the user's zone, which may have changed since the process began."""
    time.tzset()
    return datetime.now().astimezone()
