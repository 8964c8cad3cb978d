"""The control protocol: what is a request, and that anything else is answered as such."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.control import protocol
from daemon.control.protocol import BadFrame, Frame, frame_from, refusal, reply
from daemon.diary.facts import SessionKind


def line(**values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


@pytest.mark.parametrize(
    ("values", "request_"),
    [
        ({"op": "status"}, protocol.Status()),
        ({"op": "session", "since": 7}, protocol.Follow(7)),
        ({"op": "start", "session": "checkin"}, protocol.Start(SessionKind.CHECKIN)),
        (
            {"op": "start", "session": "checkin", "next_day": True},
            protocol.Start(SessionKind.CHECKIN, next_day=True),
        ),
        ({"op": "answer", "text": "three"}, protocol.GiveAnswer("three")),
        (
            {"op": "answer", "text": "2 mi", "question": "distance", "attempt": 4},
            protocol.GiveAnswer("2 mi", "distance", 4),
        ),
        ({"op": "answer", "text": "0", "question": None}, protocol.GiveAnswer("0")),
        ({"op": "snooze"}, protocol.Snooze(30)),
        ({"op": "command", "name": "how long"}, protocol.GiveCommand("how long")),
    ],
)
def test_requests(values: dict[str, object], request_: protocol.Request) -> None:
    assert frame_from(line(v=1, **values)) == Frame(request_)


@pytest.mark.parametrize("number", [0, 7, "a", None])
def test_the_id_comes_back(number: int | str | None) -> None:
    frame = frame_from(line(v=1, id=number, op="next"))
    assert json.loads(reply(frame.id, {"x": 1})) == {"v": 1, "id": number, "ok": True, "x": 1}


@pytest.mark.parametrize(
    ("frame", "code", "about"),
    [
        (b"", "bad_json", "JSON"),
        (b"[]\n", "bad_json", "object"),
        (b'{"v": 1, "v": 1, "op": "next"}\n', "bad_json", "JSON"),
        (b'{"v": NaN, "op": "next"}\n', "bad_json", "JSON"),
        (b'\xff{"v": 1, "op": "next"}\n', "bad_json", "UTF-8"),
        (b"[" * 4000, "bad_json", "JSON"),
        (b'{"v": 1' + b"1" * 4080 + b"}", "bad_version", "version 1"),
        (b" " * 4097, "too_long", "4096"),
        (line(op="next"), "bad_version", "version 1"),
        (line(v=2, op="next"), "bad_version", "version 1"),
        (line(v=True, op="next"), "bad_version", "version 1"),
        (line(v=1), "unknown_op", "status"),
        (line(v=1, op=["next"]), "unknown_op", "status"),
        (line(v=1, id=1.5, op="next"), "bad_request", "id"),
        (line(v=1, id=-1, op="next"), "bad_request", "id"),
        (line(v=1, op="next", hurry=True), "bad_request", "'hurry': unknown key"),
        (line(v=1, op="start"), "bad_request", "session: is missing"),
        (line(v=1, op="start", session="nap"), "bad_request", "warmup"),
        (line(v=1, op="start", session="score"), "bad_request", "warmup"),
        (line(v=1, op="start", session="checkin", next_day=1), "bad_request", "next_day"),
        (line(v=1, op="answer", text=""), "bad_request", "text"),
        (line(v=1, op="answer", text="a\nb"), "bad_request", "text"),
        (line(v=1, op="answer", text="x" * 161), "bad_request", "text"),
        (line(v=1, op="answer", text="\ud800"), "bad_request", "text"),
        (line(v=1, op="answer", text="3", question="mood"), "bad_request", "question"),
        (line(v=1, op="answer", text="3", attempt=0), "bad_request", "attempt"),
        (line(v=1, op="snooze", minutes=9), "bad_request", "minutes"),
        (line(v=1, op="snooze", minutes=10081), "bad_request", "minutes"),
        (line(v=1, op="snooze", minutes=None), "bad_request", "minutes"),
        (line(v=1, op="session", since=True), "bad_request", "since"),
    ],
)
def test_anything_else_is_refused_by_name(frame: bytes, code: str, about: str) -> None:
    with pytest.raises(BadFrame, match=about) as refused:
        frame_from(frame)
    assert refused.value.code == code


def test_a_refused_request_keeps_its_id() -> None:
    with pytest.raises(BadFrame) as refused:
        frame_from(line(v=1, id=7, op="nothing"))
    answer = json.loads(refusal(refused.value.id, refused.value))
    assert answer["id"] == 7
    assert answer["error"]["code"] == "unknown_op"


CODES = {"bad_json", "bad_request", "bad_version", "unknown_op"}


def code_of(frame: bytes) -> str | None:
    """Why it is refused; None where it is a request."""
    try:
        frame_from(frame)
    except BadFrame as refused:
        return refused.code
    return None


@given(st.binary(max_size=300) | st.from_regex(rb'\{"v": ?1, ?"(op|id|text)": ?.{0,40}\}\n'))
def test_any_bytes_are_a_request_or_refused(frame: bytes) -> None:
    assert code_of(frame) in {None, *CODES}


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_a_mutated_request_is_a_request_or_refused(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    frame = bytearray(line(v=1, id=3, op="answer", text="three", question="late", attempt=12))
    for _ in range(changes):
        frame[chance.randrange(len(frame))] = chance.randrange(256)
    assert code_of(bytes(frame)) in {None, *CODES}
