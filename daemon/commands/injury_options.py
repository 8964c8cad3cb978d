"""The options that tell of an injury, for `init` and `injury`."""

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daemon.base import typed_dates
from daemon.base.words import words
from daemon.diary.comeback_facts import Injury, Side
from daemon.diary.forms import LONGEST_LINE
from rules.comeback import MAX_MINUTES, MAX_WEEKS, UsualWeek
from rules.model import RulesError

_YES_NO = {"yes": True, "y": True, "no": False, "n": False}
_NOTHING = ("", "none", "unknown")


@dataclass(frozen=True)
class Detail:
    """One thing to tell of an injury. `read` takes the text and the day of today.

    Its question and its help are in the words file; `field` is that of the fact, where it has one
    of its own.
    """

    name: str
    read: Callable[[str, date], Any]

    @property
    def flag(self) -> str:
        """The option that tells it."""
        return f"--{self.name.replace('_', '-')}"

    def value(self, text: str, today: date) -> Any:
        """What the text tells. Raises ValueError with what is expected."""
        try:
            return self.read(" ".join(text.split()), today)
        except RulesError as error:
            raise ValueError(f"{self.flag}: {'; '.join(error.problems)}") from None
        except (LookupError, TypeError, ValueError):
            expected = words(f"injury_expected.{self.name}")
            raise ValueError(f"{self.flag}: expected {expected}, got {text!r:.60}") from None


def _choice(kind: Any) -> Callable[[str, date], Any]:
    return lambda text, _today: kind(text.lower())


def _yes_no(text: str, _today: date) -> bool:
    return _YES_NO[text.lower()]


def _whole(least: int, most: int) -> Callable[[str, date], int]:
    def read(text: str, _today: date) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _optional(read: Callable[[str, date], Any]) -> Callable[[str, date], Any]:
    return lambda text, today: None if text.lower() in _NOTHING else read(text, today)


def _line(text: str, _today: date) -> str:
    if not text.isprintable() or len(text) > LONGEST_LINE:
        raise ValueError(text)
    return text


def _week(text: str, _today: date) -> UsualWeek:
    runs, minutes, *longest = [int(part) for part in re.split(r"[\s,]+", text)]
    return UsualWeek(runs, minutes, *longest)


DETAILS: Mapping[str, Detail] = {
    each.name: each
    for each in (
        Detail("kind", _choice(Injury)),
        Detail("severe", _yes_no),
        Detail("weeks", _whole(0, MAX_WEEKS)),
        Detail("walks", _optional(_yes_no)),
        Detail("not_before", _optional(typed_dates.coming_day)),
        Detail("usual", _optional(_week)),
        Detail("site", _optional(_line)),
        Detail("side", _optional(_choice(Side))),
        Detail("cause", _optional(_line)),
        Detail("cause_minutes", _optional(_whole(1, MAX_MINUTES))),
    )
}
# What these were called before the diary kept comebacks.
_EARLIER = {"weeks": "--injury-weeks", "not_before": "--first-run"}
_FIELD = {"kind": "injury", "weeks": "injury_weeks"}


def add_details(parser: argparse.ArgumentParser, *, hidden: bool = False) -> None:
    """Add an option for each detail, to the help as well or not."""
    for detail in DETAILS.values():
        help_ = argparse.SUPPRESS if hidden else words(f"injury_flag.{detail.name}")
        flag, other = detail.flag, _EARLIER.get(detail.name)
        if other:
            parser.add_argument(other, dest=f"told_{detail.name}", help=argparse.SUPPRESS)
        parser.add_argument(flag, dest=f"told_{detail.name}", metavar="...", help=help_)
    parser.add_argument("--bone-stress", dest="told_kind", type=_kind, help=argparse.SUPPRESS)


def _kind(bone_stress: str) -> str:
    return {"yes": "bone", "no": "soft"}.get(bone_stress.lower(), bone_stress)


def told_in(arguments: argparse.Namespace, today: date) -> Mapping[str, Any]:
    """What the options tell, by the names of the details. Raises ValueError."""
    given = {name: getattr(arguments, f"told_{name}") for name in DETAILS}
    return {
        name: DETAILS[name].value(text, today) for name, text in given.items() if text is not None
    }


def fields_of(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of the fact that these details fill."""
    return {_FIELD.get(name, name): value for name, value in told.items()}
