"""What a watch wrote down of a run: FIT, GPX and TCX files.

Files come from anywhere: a damaged one is an error that names it, and XML that declares entities
(a "bomb" of a few lines can fill the memory) is refused unread.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from daemon.base.errors import EasebackError
from rules.model import Distance

# A day of one reading a second with every sensor is below that.
_MOST_BYTES = 64_000_000
_ON_FOOT = {"", "running", "walking", "hiking", "generic", "other", "training", "treadmill"}
# What the libraries let through where bytes are not what they seem.
_DAMAGED: tuple[type[Exception], ...] = (
    *(ParseError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError),
    *(AssertionError, struct.error),
)
_TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"


@dataclass(frozen=True)
class Activity:
    """A run as a watch saw it; `minutes` without its pauses, None where the file does not tell."""

    start: datetime
    minutes: float | None
    metres: float | None

    def answers(self, unit: str) -> dict[str, Any]:
        """What it answers of an attempt, as JSON values: minutes to 0.1, distance to 0.01."""
        told: dict[str, Any] = {}
        if self.minutes:
            told["minutes"] = round(self.minutes, 1)
        if self.metres:
            one = Distance(Decimal(1), unit).metres
            told["distance"] = {"value": round(self.metres / float(one), 2), "unit": unit}
        return told


def reader_of(path: Path) -> Callable[[Path], Activity] | None:
    """The reader of a watch's file by its ending; None for other files."""
    return _READERS.get(path.suffix.lower())


def _fit(path: Path) -> Activity:
    import fitdecode

    with _named(path, fitdecode.FitError), _frames(path) as frames:
        sessions = [
            frame
            for frame in frames
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "session"
        ]
        if not sessions:
            raise EasebackError(f"{path}: there is no activity in this file")
        told = sessions[0]
        sport = str(told.get_value("sport", fallback=""))
        start = told.get_value("start_time")
        seconds = told.get_value("total_timer_time", fallback=None)
        return _activity(
            path, start, sport, seconds, told.get_value("total_distance", fallback=None)
        )


def _frames(path: Path) -> Any:
    """The messages of a FIT file; a wrong checksum is an error, where the library would warn."""
    import fitdecode

    return fitdecode.FitReader(
        str(path),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    )


def _gpx(path: Path) -> Activity:
    import gpxpy
    from gpxpy.gpx import GPXException

    with _named(path, GPXException):
        _checked_xml(path)
        track = gpxpy.parse(path.read_bytes())
        moving = track.get_moving_data()
        start = track.get_time_bounds().start_time
        sport = next((each.type or "" for each in track.tracks), "")
        seconds = moving.moving_time or track.get_duration()
        return _activity(path, start, sport, seconds, track.length_3d())


def _tcx(path: Path) -> Activity:
    with _named(path):
        root = _checked_xml(path)
        activity = root.find(f"{_TCX}Activities/{_TCX}Activity")
        laps = [] if activity is None else activity.findall(f"{_TCX}Lap")
        if not laps:
            raise EasebackError(f"{path}: there is no activity in this file")
        start = datetime.fromisoformat(laps[0].attrib["StartTime"])
        seconds, metres = (
            sum(float(lap.findtext(f"{_TCX}{name}") or 0) for lap in laps)
            for name in ("TotalTimeSeconds", "DistanceMeters")
        )
        return _activity(path, start, activity.attrib.get("Sport", ""), seconds, metres)


_READERS: dict[str, Callable[[Path], Activity]] = {".fit": _fit, ".gpx": _gpx, ".tcx": _tcx}


def _activity(path: Path, start: Any, sport: str, seconds: Any, metres: Any) -> Activity:
    if sport.lower() not in _ON_FOOT:
        raise EasebackError(f"{path}: this is {sport.lower()}, not a run")
    if not isinstance(start, datetime):
        raise EasebackError(f"{path}: the file does not tell when the run was")
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    return Activity(start, float(seconds) / 60 if seconds else None, float(metres or 0) or None)


def _checked_xml(path: Path) -> Any:
    from defusedxml.ElementTree import parse

    return parse(path, forbid_dtd=True).getroot()


@contextmanager
def _named(path: Path, *damaged: type[Exception]) -> Iterator[None]:
    """Whatever a library makes of a damaged file, as one error with its name."""
    from defusedxml import DefusedXmlException

    try:
        # A device or a pipe has no size, and need not end.
        endless = path.is_char_device() or path.is_fifo()
        if endless or path.stat().st_size > _MOST_BYTES:
            raise EasebackError(f"{path}: too large for a run")
        yield
    except OSError as error:
        raise EasebackError(f"{path}: {error.strerror}") from None
    except DefusedXmlException:
        raise EasebackError(f"{path}: refused: it declares entities, which no watch does") from None
    except _DAMAGED + damaged as error:
        reason = str(error).partition("\n")[0][:100]
        raise EasebackError(f"{path}: the file is damaged or of another kind: {reason}") from None
