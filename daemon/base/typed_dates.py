"""Days and times as people type them. Pure, and strict: what could be meant twice is refused."""

import re
from datetime import date, datetime, time, timedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "sept"),
)
# "31.1.2026", "31.1.", "31 january 2026", "jan 31"; with slashes nobody knows which is the month.
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})?")
_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month>[a-z]+)\.?,?(?: (?P<year>\d{4}))?"
    r"|(?P<month2>[a-z]+)\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,?(?: (?P<year2>\d{4}))?"
)
_AGO = re.compile(r"(?P<n>\d{1,3}|an?|one|two|three) (?P<unit>day|week)s? ago")
_FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>am|pm)?")
_SPAN = re.compile(
    r"(?:(?P<days>\d{1,2})\s*(?:d|days?))?\s*(?:(?P<hours>\d{1,2})\s*(?:h|hours?))?\s*(?:(?P<minutes>\d{1,3})\s*(?:m|min|minutes?)?)?"
)
# A day before that is a slip of the pen; every day since the first run has its place in a calendar.
OLDEST = timedelta(days=3653)
DAYS = "today, yesterday, monday, 3 days ago, 31 jan or 2026-01-31, with a time or without"


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
    """How long from now: "45m", "1h30m", "2 hours", "2d", "18:00", "until 6pm".

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
    days, hours, minutes = (int(found[name] or 0) for name in ("days", "hours", "minutes"))
    return timedelta(days=days, hours=hours, minutes=minutes)


def clock_time(text: str) -> time:
    """A time of day: "07:30", "7:30", "7", "7am", "7 o'clock". Raises ValueError."""
    plain = text.strip().lower().removesuffix(" o'clock").removeprefix("at ")
    return time(int(plain)) if re.fullmatch(r"\d{1,2}", plain) else _clock(plain)


def _day(text: str, today: date) -> date:
    text = text.removeprefix("on ").removeprefix("last ")
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if found := _AGO.fullmatch(text):
        number = _FEW.get(found["n"]) or int(found["n"])
        return today - timedelta(days=number * (7 if found["unit"] == "week" else 1))
    names = [n for n, name in enumerate(_WEEKDAYS) if len(text) > 2 and name.startswith(text)]
    if names:
        # The last such day before today: today has a name of its own.
        return today - timedelta(days=(today.weekday() - names[0] - 1) % 7 + 1)
    try:
        return _by_month(text, today) or date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day") from None


_NEAR = {"today": 0, "yesterday": -1, "the day before yesterday": -2, "tomorrow": 1}


def _by_month(text: str, today: date) -> date | None:
    """A day of a month; without a year the last such day. Raises ValueError where it is none."""
    found = _DOTTED.fullmatch(text)
    if found:
        day, month, year = int(found["day"]), int(found["month"]), found["year"]
    elif found := _NAMED.fullmatch(text):
        name = found["month"] or found["month2"]
        if name not in (*_MONTHS, *_LONG_MONTHS):
            return None
        day, month = int(found["day"] or found["day2"]), _MONTHS.index(name[:3]) + 1
        year = found["year"] or found["year2"]
    else:
        return None
    if year:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


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
