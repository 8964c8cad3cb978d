"""TCX: activities with laps, of which each has its own totals."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from xml.etree.ElementTree import Element

from daemon.exchange.activity import Activity, Sample, begun, measured
from daemon.exchange.xml_file import below, name_of, text_of, time_of

ROOT = "TrainingCenterDatabase"


def read_tcx(root: Element) -> list[Activity]:
    """All activities of the file. Raises ValueError where it is damaged."""
    found = (each for each in root.iter() if name_of(each) == "Activity")
    return [read for each in found if (read := _activity(each))]


def _activity(activity: Element) -> Activity | None:
    laps = list(below(activity, "Lap"))
    if not laps:
        return None
    points = [list(below(lap, "Track", "Trackpoint")) for lap in laps]
    times = [laps[0].get("StartTime", ""), text_of(activity, "Id")]
    times += [text_of(point, "Time") for point in chain.from_iterable(points)]
    start = next((time for text in times if (time := _or_none(text))), None)
    if start is None:
        raise ValueError("it does not tell when the run was")
    aware, local = begun(start)
    seconds, metres = (
        sum(_number(text_of(lap, name)) for lap in laps)
        for name in ("TotalTimeSeconds", "DistanceMeters")
    )
    if not seconds or not metres:
        ran, far = _by_points(points)
        seconds, metres = seconds or ran, metres or far
    return Activity(aware, seconds / 60 or None, metres or None, activity.get("Sport", ""), local)


def _by_points(laps: Sequence[Sequence[Element]]) -> tuple[float, float]:
    """Seconds and metres of laps that have no totals."""
    told = [
        Sample(time.timestamp(), _number(text_of(point, "DistanceMeters")) or None)
        for point in chain.from_iterable(laps)
        if (time := time_of(text_of(point, "Time")))
    ]
    seconds, metres = measured(told)
    return seconds, metres or 0.0


def _or_none(text: str) -> datetime | None:
    try:
        return time_of(text)
    except ValueError:
        # An Id is any text.
        return None


def _number(text: str) -> float:
    return float(text or 0)
