"""FIT, as Garmin's protocol defines it: the few messages that tell of activities.

A file is a header, records and a checksum; a record is the layout of a kind of message, or a
message in one of the layouts so far. What is not read is stepped over: hours of a run are read in a
moment.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from daemon.exchange.activity import Activity, Sample, measured

MAGIC = b".FIT"
MAGIC_AT = 8
# FIT counts seconds from here.
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
# The messages that are read, and of each the fields, by their numbers in Garmin's profile.
_FILE, _SESSION, _RECORD, _ACTIVITY = 0, 18, 20, 34
_TIME = 253
_FILE_TYPE = 0
_START, _SPORT, _SUB_SPORT, _ELAPSED, _TIMER, _METRES = 2, 5, 6, 7, 8, 9
_RECORD_METRES, _LOCAL_TIME = 5, 5
_WANTED: Mapping[int, frozenset[int]] = {
    _FILE: frozenset({_FILE_TYPE}),
    _SESSION: frozenset({_START, _SPORT, _SUB_SPORT, _ELAPSED, _TIMER, _METRES}),
    _RECORD: frozenset({_RECORD_METRES}),
    _ACTIVITY: frozenset({_LOCAL_TIME}),
}
# Whole numbers without a sign by their base type: all that is read here is one. A field of another
# size than its type has, as COROS writes some, tells nothing.
_UNSIGNED = {0: "B", 2: "B", 4: "H", 6: "I", 10: "B", 11: "H", 12: "I"}
_AN_ACTIVITY = 4
# Garmin's numbers of sports; "" may be a run, and so may what is not here.
_SPORTS = (
    *("", "", "cycling", "transition", "", "swimming", "basketball", "soccer", "tennis"),
    *("football", "", "", "skiing", "skiing", "snowboarding", "rowing", "climbing"),
    *("", "", "paddling", "flying", "cycling", "motorcycling", "boating", "driving", "golf"),
    *("flying", "riding", "hunting", "fishing", "skating", "climbing", "sailing", "skating"),
    *("flying", "snowshoeing", "driving", "paddling", "surfing", "surfing", "skiing"),
    *("kayaking", "rafting", "surfing", "surfing", "", "flying", "boxing", "climbing"),
)
# What a watch writes for exercise of any kind, and what is a run of it: bare, on a treadmill or on
# an indoor track.
_EXERCISE = {4, 10}
_INDOOR_RUNS = {None, 0, 1, 45}
_WIDEST_ZONE = timedelta(hours=14)

_Message = dict[int, int]


class _Layout(NamedTuple):
    """How a kind of message lies in the file: `fields` are those that are read."""

    kind: int
    size: int
    fields: tuple[int, ...]
    unknown: tuple[int, ...]
    form: struct.Struct


def read_fit(data: bytes) -> list[Activity]:
    """All activities of all files that stand in one after the other.

    Raises ValueError, LookupError or struct.error where it is damaged.
    """
    found: list[Activity] = []
    at = 0
    while at < len(data):
        head, body, magic = struct.unpack_from("<B3xI4s", data, at)
        start, end = at + head, at + head + body
        if magic != MAGIC:
            raise ValueError("there is no FIT header")
        if len(data) < end + 2 or _checksum(data[at : end + 2]):
            raise ValueError("it is cut off, or its checksum is wrong")
        found += _activities(list(_messages(data, start, end)))
        at = end + 2
    return found


def _messages(data: bytes, at: int, end: int) -> Iterator[tuple[int, _Message]]:
    """Each message that is read: its kind and the fields that have a value."""
    layouts: dict[int, _Layout] = {}
    last_time = 0
    while at < end:
        head = data[at]
        at += 1
        if head & 0xC0 == 0x40:
            layouts[head & 15], at = _layout(data, at, developers=bool(head & 0x20))
            continue
        # With the first bit set, the header itself has the last five bits of the time.
        layout = layouts[head >> 5 & 3 if head & 0x80 else head & 15]
        message = _values(layout, data, at)
        if head & 0x80:
            message[_TIME] = last_time + ((head - last_time) & 31)
        last_time = message.get(_TIME, last_time)
        if layout.kind in _WANTED:
            yield layout.kind, message
        at += layout.size
    if at != end:
        raise ValueError("its last message is cut off")


def _values(layout: _Layout, data: bytes, at: int) -> _Message:
    if not layout.fields:
        return {}
    values = layout.form.unpack_from(data, at)
    told = zip(layout.fields, values, layout.unknown, strict=True)
    return {number: value for number, value, unknown in told if value != unknown}


def _layout(data: bytes, at: int, *, developers: bool) -> tuple[_Layout, int]:
    order = ">" if data[at + 1] else "<"
    kind, count = struct.unpack_from(f"{order}HB", data, at + 2)
    at += 5
    wanted = _WANTED.get(kind, frozenset()) | {_TIME}
    fields, unknown, form = [], [], order
    size = 0
    for number, length, base in struct.iter_unpack("3B", data[at : at + 3 * count]):
        letter = _UNSIGNED.get(base & 31)
        if number in wanted and letter and struct.calcsize(letter) == length:
            fields.append(number)
            # All bits set: not known.
            unknown.append((1 << 8 * length) - 1)
            form += letter
        else:
            form += f"{length}x"
        size += length
    at += 3 * count
    if developers:
        count = data[at]
        rows = struct.iter_unpack("3B", data[at + 1 : at + 1 + 3 * count])
        size += sum(length for _number, length, _developer in rows)
        at += 1 + 3 * count
    return _Layout(kind, size, tuple(fields), tuple(unknown), struct.Struct(form)), at


def _activities(messages: Sequence[tuple[int, _Message]]) -> list[Activity]:
    by_kind: dict[int, list[_Message]] = {kind: [] for kind in _WANTED}
    for kind, message in messages:
        by_kind[kind].append(message)
    types = {message.get(_FILE_TYPE, _AN_ACTIVITY) for message in by_kind[_FILE]}
    if types - {_AN_ACTIVITY}:
        # A course, a workout or a watch's settings: nobody ran.
        return []
    zone = _zone(by_kind[_ACTIVITY])
    records = by_kind[_RECORD]
    sessions = by_kind[_SESSION] or ([{}] if len(records) > 1 else [])
    return [_activity(session, records, zone) for session in sessions]


def _activity(session: _Message, records: Sequence[_Message], zone: timedelta | None) -> Activity:
    spans = [session[field] / 1000 for field in (_TIMER, _ELAPSED) if session.get(field)]
    # Some watches write the two the wrong way round: in motion is what is shorter.
    seconds, elapsed = min(spans, default=None), max(spans, default=0)
    ends = [session[field] for field in (_START, _TIME) if session.get(field)]
    times = [record[_TIME] for record in records if _TIME in record]
    if not ends and not times:
        raise ValueError("it does not tell when the run was")
    start = min(ends or times)
    if _START not in session and _TIME in session:
        start = session[_TIME] - int(elapsed)
    metres = session[_METRES] / 100 if session.get(_METRES) else None
    if seconds is None or metres is None:
        last = max([*ends, start + int(elapsed)]) if ends else max(times)
        told = [record for record in records if start <= record.get(_TIME, 0) <= last]
        ran, far = measured([Sample(each[_TIME], _far(each)) for each in told])
        seconds, metres = seconds or ran or None, metres or far
    begun = _EPOCH + timedelta(seconds=start)
    return Activity(
        start=begun,
        minutes=seconds / 60 if seconds else None,
        metres=metres,
        sport=_sport(session),
        local=_local_day(begun, zone),
    )


def _far(record: _Message) -> float | None:
    return record[_RECORD_METRES] / 100 if _RECORD_METRES in record else None


def _sport(session: _Message) -> str:
    number = session.get(_SPORT, 0)
    if number in _EXERCISE and session.get(_SUB_SPORT) not in _INDOOR_RUNS:
        return "gym"
    return _SPORTS[number] if number < len(_SPORTS) else ""


def _zone(activities: Sequence[_Message]) -> timedelta | None:
    """How far the watch's own clock was from UTC."""
    for told in activities:
        if _TIME in told and _LOCAL_TIME in told:
            zone = timedelta(seconds=told[_LOCAL_TIME] - told[_TIME])
            if abs(zone) <= _WIDEST_ZONE:
                return zone
    return None


def _local_day(start: datetime, zone: timedelta | None) -> date | None:
    return None if zone is None else (start + zone).date()


def _checksum(data: bytes) -> int:
    """FIT's CRC-16 of this; 0 where the last two bytes are that of all before."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc


def _crc_of(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte


_CRC = tuple(map(_crc_of, range(256)))
