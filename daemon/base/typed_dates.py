"""Days and times as people type them. Pure, and strict: what could be meant twice is refused."""

import re
from datetime import date, datetime, time, timedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>am|pm)?")
_SPAN = re.compile(
    r"(?:(?P<hours>\d{1,2})\s*(?:h|hours?))?\s*(?:(?P<minutes>\d{1,3})\s*(?:m|min|minutes?)?)?"
)
# A day before that is a slip of the pen; every day since the first run has its place in a calendar.
OLDEST = timedelta(days=3653)
DAYS = "today, yesterday, monday, 3 days ago or 2026-01-31, with a time or without"


def past_day(text: str, now: datetime) -> date:
    """The day that is meant: "yesterday 18:00", "monday" (the last one), "2026-01-31".

    Raises ValueError for anything else, and for a time that is still to come.
    """
    words = text.strip().lower().split()
    at = _clock(words.pop()) if len(words) > 1 and _is_clock(words[-1]) else None
    day = _day(" ".join(words), now.date())
    if now.date() - day > OLDEST:
        raise ValueError(f"{text} is more than ten years ago")
    if day > now.date() or (at and datetime.combine(day, at) > now.replace(tzinfo=None)):
        raise ValueError(f"{text} is in the future")
    return day


def coming_day(text: str, today: date) -> date:
    """The day that is meant, not before today: "tomorrow", "friday" (the next one), "in 3 days".

    Raises ValueError for anything else.
    """
    text = text.strip().lower()
    near = {"today": 0, "tomorrow": 1}
    if text in near:
        return today + timedelta(days=near[text])
    if found := re.fullmatch(r"in (\d{1,3}) days?", text):
        return today + timedelta(days=int(found[1]))
    text = text.removeprefix("next ")
    names = [n for n, name in enumerate(_WEEKDAYS) if len(text) > 2 and name.startswith(text)]
    if names:
        # The next such day after today: today has a name of its own.
        return today + timedelta(days=(names[0] - today.weekday() - 1) % 7 + 1)
    day = date.fromisoformat(text)
    if day < today:
        raise ValueError(f"{text} is past")
    return day


def span(text: str, now: datetime) -> timedelta:
    """How long from now: "45m", "1h30m", "2 hours", "18:00", "until 6pm".

    Raises ValueError for anything else.
    """
    text = text.strip().lower()
    until = text.removeprefix("until ").strip()
    if until != text or ":" in text or text.endswith(("am", "pm")):
        end = datetime.combine(now.date(), _clock(until), now.tzinfo)
        return end - now if end > now else end + timedelta(days=1) - now
    found = _SPAN.fullmatch(text.removeprefix("in ").removeprefix("for "))
    if not found or not any(found.groups()):
        raise ValueError(f"{text!r} is no length of time")
    hours, minutes = (int(found[name] or 0) for name in ("hours", "minutes"))
    return timedelta(hours=hours, minutes=minutes)


def _day(text: str, today: date) -> date:
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if found := re.fullmatch(r"(\d{1,3}) days? ago", text):
        return today - timedelta(days=int(found[1]))
    names = [n for n, name in enumerate(_WEEKDAYS) if len(text) > 2 and name.startswith(text)]
    if names:
        # The last such day before today: today has a name of its own.
        return today - timedelta(days=(today.weekday() - names[0] - 1) % 7 + 1)
    return date.fromisoformat(text)


def _is_clock(text: str) -> bool:
    return ":" in text or text.endswith(("am", "pm"))


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found or not (found["minute"] or found["half"]):
        raise ValueError(f"{text!r} is no time of day like 18:00 or 6pm")
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{text!r} is no time of day like 18:00 or 6pm")
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return time(hour, int(found["minute"] or 0))
