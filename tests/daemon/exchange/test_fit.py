"""FIT: the layouts that watches write, and what they leave out."""

import struct
from datetime import date, timedelta
from io import BytesIO

import fitdecode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.exchange.activity import Activity
from daemon.exchange.fit import _messages, read_fit
from tests.daemon.exchange.watch_files import (
    ACTIVITY,
    BYTE,
    CYCLING,
    EVENT,
    FILE_ID,
    FILES,
    LONG,
    RECORD,
    RUNNING,
    SESSION,
    SHORT,
    START,
    SWIMMING,
    fit,
    fit_file,
    message,
    records,
    seconds,
    session,
)

NOW = seconds(START)
# Three minutes of running, one of standing, one of running.
RAN = ((0, 0), (60, 170), (120, 340), (180, 500), (240, 500), (300, 660))


def one(*messages: bytes) -> Activity:
    (activity,) = read_fit(fit_file(*messages))
    return activity


def told(activity: Activity) -> tuple[float | None, float | None]:
    return activity.minutes, activity.metres


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_orders_of_bytes_are_read(order: str) -> None:
    fields = ((2, LONG, NOW), (8, LONG, 1_500_000), (9, LONG, 412_000))
    activity = one(message(SESSION, *fields, order=order))
    assert activity.start == START
    assert told(activity) == (25, 4120)


def test_a_developer_s_own_fields_are_stepped_over() -> None:
    own = message(RECORD, (253, LONG, NOW), developer=b"seven b")
    assert told(one(own, session(1500, 4120))) == (25, 4120)


def test_a_field_of_another_size_than_its_type_tells_nothing() -> None:
    data = (FILES / "11-field-of-one-byte.fit").read_bytes()
    (activity,) = read_fit(data)
    assert told(activity) == (25, 4120)


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        (((7, LONG, 1_440_000),), 24),
        (((7, LONG, 1_440_000), (8, LONG, 1_200_000)), 20),
        (((7, LONG, 1_200_000), (8, LONG, 1_440_000)), 20),
        (((7, LONG, 0xFFFFFFFF), (8, LONG, 1_200_000)), 20),
    ],
    ids=["no timer", "both", "the wrong way round", "elapsed is not known"],
)
def test_in_motion_is_the_shorter_of_the_times_that_are_there(
    fields: tuple[tuple[int, int, int], ...], minutes: float
) -> None:
    assert one(message(SESSION, (2, LONG, NOW), *fields)).minutes == minutes


def test_totals_that_are_missing_are_measured() -> None:
    bare = message(SESSION, (2, LONG, NOW), (253, LONG, NOW + 300))
    assert told(one(records(RAN), bare)) == (4, 660)
    assert told(one(records(RAN))) == (4, 660)


def test_the_times_of_a_session_may_be_swapped_or_missing() -> None:
    swapped = message(SESSION, (2, LONG, NOW + 300), (253, LONG, NOW))
    assert one(records(RAN), swapped).start == START
    ended = message(SESSION, (253, LONG, NOW + 300), (7, LONG, 300_000))
    assert one(ended).start == START


def test_a_record_may_have_its_time_in_its_header() -> None:
    first = message(RECORD, (253, LONG, NOW), (5, LONG, 0))
    layout = message(RECORD, (5, LONG, 0))[:-5]
    # Local kind 0; the last five bits of the time, which go round after 32 seconds.
    later = [
        struct.pack("<BI", 0x80 | (NOW + after) & 31, after * 300) for after in range(20, 181, 20)
    ]
    assert told(one(first, layout, *later)) == (3, 540)


def test_files_and_sessions_one_after_the_other_are_all_read() -> None:
    later = START + timedelta(hours=1)
    first = fit_file(session(600, 500, SWIMMING), session(sport=CYCLING), session(start=later))
    activities = read_fit(first + fit())
    assert [each.on_foot for each in activities] == [False, False, True, True]
    assert activities[2].start == later


@pytest.mark.parametrize(
    ("sport", "sub_sport", "on_foot"),
    [
        *((RUNNING, 0, True), (0, 0, True), (11, 0, True), (17, 0, True), (254, 0, True)),
        *((4, 1, True), (4, 0, True), (10, 0, True), (4, 6, False), (10, 20, False)),
        *((CYCLING, 0, False), (SWIMMING, 0, False), (3, 0, False), (21, 0, False)),
    ],
)
def test_only_what_surely_is_another_sport_is_none(
    sport: int, sub_sport: int, on_foot: bool
) -> None:
    activity = one(message(SESSION, (2, LONG, NOW), (5, BYTE, sport), (6, BYTE, sub_sport)))
    assert activity.on_foot is on_foot


def test_a_course_is_no_run() -> None:
    assert read_fit(fit_file(message(FILE_ID, (0, BYTE, 6)), records(RAN))) == []


@pytest.mark.parametrize(("hours", "day"), [(-8, 4), (-7, 5), (9, 5), (-20, 5)])
def test_the_watch_s_own_clock_says_the_day(
    hours: int, day: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    zone = message(ACTIVITY, (253, LONG, NOW), (5, LONG, NOW + hours * 3600))
    assert one(session(), zone).day == date(2026, 1, day)


layouts = st.lists(
    st.tuples(
        st.sampled_from([EVENT, SESSION, RECORD]),
        st.lists(
            st.tuples(st.sampled_from([2, 5, 7, 8, 9, 253]), st.sampled_from([BYTE, SHORT, LONG])),
            min_size=1,
            max_size=6,
            unique_by=lambda field: field[0],
        ),
        st.sampled_from("<>"),
    ),
    max_size=8,
)


@given(layouts, st.data())
def test_the_library_of_others_reads_the_same_messages(
    kinds: list[tuple[int, list[tuple[int, int]], str]], data: st.DataObject
) -> None:
    most = {BYTE: 0xFF, SHORT: 0xFFFF, LONG: 0xFFFFFFFF}
    drawn = [
        (kind, [(n, base, data.draw(st.integers(0, most[base]))) for n, base in fields], order)
        for kind, fields, order in kinds
    ]
    whole = fit_file(*(message(kind, *fields, order=order) for kind, fields, order in drawn))
    with fitdecode.FitReader(BytesIO(whole), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        theirs = [
            {
                field.field_def.def_num: field.raw_value
                for field in frame.fields
                if field.field_def and field.raw_value is not None
            }
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA
            and frame.global_mesg_num in (SESSION, RECORD)
        ]
    ours = [values for _kind, values in _messages(whole, 14, len(whole) - 2)]
    wanted = {SESSION: {2, 5, 7, 8, 9, 253}, RECORD: {5, 253}}
    kept = [wanted[kind] for kind, _, _ in drawn if kind in wanted]
    assert ours == [
        {n: value for n, value in told.items() if n in names}
        for told, names in zip(theirs, kept, strict=True)
    ]
