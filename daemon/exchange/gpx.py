"""GPX: tracks of points, each with its time and, mostly, its place."""

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from daemon.exchange.activity import Activity, Sample, begun, measured
from daemon.exchange.xml_file import below, text_of, time_of

ROOT = "gpx"
# The earth's mean radius.
_RADIUS_METRES = 6_371_009
# A track may hold several days: after so long a break begins another run.
_BREAK = timedelta(hours=2)
# A run may be cut into several tracks: so soon after one another they are the same run.
_SAME_RUN = timedelta(minutes=10)


class _Point(NamedTuple):
    time: datetime
    place: tuple[float, float] | None


class _Stretch(NamedTuple):
    """What was recorded without a break."""

    sport: str
    points: Sequence[_Point]


_Run = list[_Stretch]


def read_gpx(root: Element) -> list[Activity]:
    """All runs of the file. Raises ValueError where it is damaged, or has no times."""
    runs: list[_Run] = []
    for track in below(root, "trk"):
        for run in _runs(_stretches(track)):
            if runs and _goes_on(runs[-1], run):
                runs[-1] += run
            else:
                runs.append(run)
    if not runs:
        raise ValueError("it does not tell when the run was")
    return [_activity(run) for run in runs]


def _stretches(track: Element) -> Iterator[_Stretch]:
    sport = text_of(track, "type")
    for segment in below(track, "trkseg"):
        told = sorted(
            filter(None, map(_point, below(segment, "trkpt"))), key=lambda point: point[0]
        )
        start = 0
        for n, (one, other) in enumerate(pairwise(told), 1):
            if other.time - one.time > _BREAK:
                yield _Stretch(sport, told[start:n])
                start = n
        if told:
            yield _Stretch(sport, told[start:])


def _point(point: Element) -> _Point | None:
    time = time_of(text_of(point, "time"))
    if time is None:
        return None
    latitude, longitude = point.get("lat"), point.get("lon")
    place = (float(latitude), float(longitude)) if latitude and longitude else None
    return _Point(time if time.tzinfo else time.replace(tzinfo=UTC), place)


def _runs(stretches: Iterator[_Stretch]) -> Iterator[_Run]:
    run: _Run = []
    for stretch in stretches:
        if run and not timedelta(0) <= stretch.points[0].time - run[-1].points[-1].time <= _BREAK:
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run


def _goes_on(run: _Run, other: _Run) -> bool:
    later = other[0].points[0].time - run[-1].points[-1].time
    return run[0].sport == other[0].sport and timedelta(0) <= later <= _SAME_RUN


def _activity(run: _Run) -> Activity:
    start, local = begun(run[0].points[0].time)
    told = [measured(_samples(stretch.points)) for stretch in run]
    seconds, metres = sum(each[0] for each in told), sum(each[1] or 0 for each in told)
    return Activity(start, seconds / 60 or None, metres or None, run[0].sport, local)


def _samples(points: Sequence[_Point]) -> Iterator[Sample]:
    far, last = 0.0, None
    for point in points:
        if point.place and last:
            far += _metres(last, point.place)
        last = point.place or last
        yield Sample(point.time.timestamp(), far if point.place else None)


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two places on a sphere (the haversine formula)."""
    (north, east), (to_north, to_east) = (map(math.radians, place) for place in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * _RADIUS_METRES * math.asin(math.sqrt(min(half, 1)))
