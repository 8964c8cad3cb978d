"""Scores, minutes and distances as people type them. Pure, and strict.

What could be meant twice is refused: "1:30" is an hour and a half to some, a minute and a half to
others. Every text that a session understands when it is said is understood here too.
"""

import re
from typing import Any

from voice.language.kinds import Kind

SCORES = "a whole number 0 to 10, or unknown"
YES_NO = "yes, no or unknown"
MINUTES = "minutes up to a day, like 25, 25:30, 1h05 or 90 min"
DISTANCES = "a distance up to 1000, like 5k, 2.5 mi, 2,5 km or 800 m"
MOST_MINUTES = 1440
MOST_DISTANCE = 1000

UNKNOWN = {
    "unknown",
    "not known",
    "?",
    "don't know",
    "dont know",
    "i don't know",
    "not sure",
    "null",
}
_YES_NO = {"y": True, "true": True, "n": False, "false": False}
_NUMBER = r"\d+(?:[.,]\d{1,2})?"
_MINUTES = re.compile(
    rf"(?:(?P<h>{_NUMBER})\s*(?:h|hrs?|hours?)\s*)?"
    rf"(?:(?P<m>{_NUMBER})\s*(?:m|mins?|minutes?|')?\s*)?"
    r"(?:(?P<s>\d{1,2})\s*(?:s|secs?|seconds?|\"))?"
)
_CLOCK = re.compile(r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d)")
# With fewer minutes before the only colon, hours may be meant.
_SURELY_MINUTES = 10
_DISTANCE = re.compile(rf"(?P<n>{_NUMBER}|\.\d{{1,2}})\s*(?P<unit>[a-z.]*)")
_UNITS = {
    "km": {"k", "km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"},
    "mi": {"mi", "mi.", "mile", "miles"},
    "m": {"m", "meter", "meters", "metre", "metres"},
}


def score(text: str) -> int | None:
    """A pain score: "3", "3/10", "no pain"; None for "unknown". Raises ValueError."""
    return None if _plain(text) in UNKNOWN else int(_said(Kind.SCORE, text, SCORES))


def yes_no(text: str) -> bool | None:
    """Yes or no; None for "unknown". Raises ValueError."""
    plain = _plain(text)
    if plain in UNKNOWN:
        return None
    return _YES_NO[plain] if plain in _YES_NO else bool(_said(Kind.YESNO, text, YES_NO))


def minutes(text: str) -> float | None:
    """Minutes: "25", "25:30", "1:05:00", "1h05", "an hour"; None for "unknown".

    Raises ValueError for anything else.
    """
    plain = _plain(text)
    if plain in UNKNOWN:
        return None
    found = _clock(plain) if ":" in plain else _lasting(plain)
    told = float(_said(Kind.MINUTES, text, MINUTES)) if found is None else round(found, 2)
    if told > MOST_MINUTES:
        raise ValueError(f"{text!r} is longer than a day; expected {MINUTES}")
    return told


def distance(text: str) -> tuple[float, str] | None:
    """A distance and its unit (mi, km, or "" where none is told); None for "unknown".

    Raises ValueError for anything else.
    """
    plain = _plain(text)
    if plain in UNKNOWN:
        return None
    found = _DISTANCE.fullmatch(plain)
    unit = _unit(found["unit"]) if found else None
    if found is None or unit is None:
        said = _said(Kind.DISTANCE, text, DISTANCES)
        return float(said["value"]), said["unit"]
    number = _number(found["n"])
    told = (number / 1000, "km") if unit == "m" else (number, unit)
    if told[0] > MOST_DISTANCE:
        raise ValueError(f"{text!r} is farther than anybody runs; expected {DISTANCES}")
    return told


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("\u2019", "'").split())


def _said(kind: Kind, text: str, expected: str) -> Any:
    """What it means where somebody says it."""
    # Imported here: most of what is typed is digits, and `next` takes none at all.
    from voice.language.answers import parse

    value = parse(kind, text)
    if value is None:
        raise ValueError(f"{text!r}: expected {expected}")
    return value


def _clock(plain: str) -> float | None:
    found = _CLOCK.fullmatch(plain)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if found["h"] is None and minutes < _SURELY_MINUTES:
        raise ValueError(f"{plain!r} may be hours or minutes; type 1h30, or 0:{plain:0>5}")
    if found["h"] and minutes >= 60:
        return None
    return hours * 60 + minutes + seconds / 60


def _lasting(plain: str) -> float | None:
    found = _MINUTES.fullmatch(plain)
    if not found or not any(found.groups()):
        return None
    return _number(found["h"]) * 60 + _number(found["m"]) + _number(found["s"]) / 60


def _unit(text: str) -> str | None:
    if not text:
        return ""
    return next((unit for unit, names in _UNITS.items() if text in names), None)


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))
