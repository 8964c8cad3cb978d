"""What people answer to the questions of `init`, as the settings have it. Pure."""

from collections.abc import Callable, Mapping

from daemon.base.typed_amounts import UNKNOWN, minutes
from daemon.base.typed_dates import clock_time

_UNITS = {
    "km": {"km", "k", "kilometer", "kilometers", "kilometre", "kilometres", "metric"},
    "mi": {"mi", "mile", "miles", "imperial"},
}
_NONE = {"none", "no", "never"}


def as_setting(key: str, text: str) -> str | int | None:
    """The answer as the setting takes it, None where the runner does not know.

    What is not understood is given back as it is: the settings say what they take. Raises
    ValueError where it is an amount of minutes that cannot be.
    """
    plain = " ".join(text.lower().replace("\u2019", "'").split()).rstrip(".")
    if plain in UNKNOWN:
        return None
    return _READ[key](plain) if key in _READ else text


def _minutes(plain: str) -> int:
    return max(1, round(minutes(plain) or 0))


def _units(plain: str) -> str:
    return next((unit for unit, names in _UNITS.items() if plain in names), plain)


def _time(plain: str) -> str:
    try:
        return f"{clock_time(plain):%H:%M}"
    except ValueError:
        return plain


def _days(plain: str) -> str:
    return "" if plain in _NONE else plain


_READ: Mapping[str, Callable[[str], str | int]] = {
    "goal_minutes": _minutes,
    "units": _units,
    "run": _time,
    "next_day": _time,
    "strength_days": _days,
}
