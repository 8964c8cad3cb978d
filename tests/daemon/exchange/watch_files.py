"""Files as watches write them, made by hand."""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fitdecode.utils import compute_crc

START = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
RUNNING, CYCLING, SWIMMING = 1, 2, 5
# Kinds of messages and types of fields in FIT.
FILE_ID, SESSION, RECORD, EVENT, ACTIVITY = 0, 18, 20, 21, 34
BYTE, SHORT, LONG = 0x00, 0x84, 0x86
FILES = Path(__file__).parent / "files"

Field = tuple[int, int, int]
"""Its number, its type, its value."""


def seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


def message(kind: int, *fields: Field, order: str = "<", developer: bytes = b"") -> bytes:
    """A layout and one message in it; `developer` is a field of a developer's own."""
    sizes = {BYTE: 1, SHORT: 2, LONG: 4}
    layout = struct.pack(f"{order}xBHB", order == ">", kind, len(fields))
    layout += b"".join(bytes((number, sizes[base], base)) for number, base, _ in fields)
    if developer:
        layout += bytes((1, 0, len(developer), 0))
    letters = {BYTE: "B", SHORT: "H", LONG: "I"}
    form = order + "".join(letters[base] for _, base, _ in fields)
    values = struct.pack(form, *(value for _, _, value in fields))
    return bytes((0x60 if developer else 0x40,)) + layout + b"\0" + values + developer


def fit_file(*messages: bytes) -> bytes:
    records = b"".join(messages)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(records), b".FIT")
    whole = head + struct.pack("<H", compute_crc(head)) + records
    return whole + struct.pack("<H", compute_crc(whole))


def session(
    spent: float = 1515, metres: float = 4120, sport: int = RUNNING, start: datetime = START
) -> bytes:
    return message(
        SESSION,
        (2, LONG, seconds(start)),
        (5, BYTE, sport),
        (8, LONG, int(spent * 1000)),
        (9, LONG, int(metres * 100)),
    )


def records(far: Iterable[tuple[int, float]], start: datetime = START) -> bytes:
    """Points at seconds after the start, with the metres run so far."""
    return b"".join(
        message(RECORD, (253, LONG, seconds(start) + after), (5, LONG, int(metres * 100)))
        for after, metres in far
    )


def fit(spent: float = 1515, metres: float = 4120, sport: int = RUNNING) -> bytes:
    """A FIT activity with nothing but its session message."""
    return fit_file(session(spent, metres, sport))


def points(minutes: int = 25, start: datetime = START, form: str = "%FT%TZ") -> str:
    """A run due north: 0.0015 degrees of latitude, 167 m, a minute."""
    return "".join(
        f'<trkpt lat="{50 + 0.0015 * n}" lon="8">'
        f"<time>{(start + timedelta(minutes=n)).strftime(form)}</time></trkpt>"
        for n in range(minutes + 1)
    )


def gpx(*tracks: Sequence[str], sport: str = "running") -> bytes:
    """Each track with its segments of points; a run of 25 minutes if left out."""
    told = "".join(
        f"<trk><type>{sport}</type>{''.join(f'<trkseg>{part}</trkseg>' for part in track)}</trk>"
        for track in tracks or ([points()],)
    )
    return (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
        + told
        + "</gpx>"
    ).encode()


def tcx(sport: str = "Running") -> bytes:
    laps = "".join(
        f'<Lap StartTime="{START:%FT%T}.000Z"><TotalTimeSeconds>{spent}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters></Lap>"
        for spent, metres in ((600, 1700), (915, 2420))
    )
    return tcx_file(f'<Activity Sport="{sport}"><Id>x</Id>{laps}</Activity>')


def tcx_file(activities: str) -> bytes:
    return (
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f"<Activities>{activities}</Activities></TrainingCenterDatabase>"
    ).encode()
