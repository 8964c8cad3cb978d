"""The wire: every message survives it, and what is no message is refused."""

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.child.frames import REPLIES, REQUESTS, BadFrame, line, reply_from, request_from
from voice.child.messages import Listen, Reply, Request, Say
from voice.language.kinds import Kind

numbers = st.none() | st.integers()


def is_plain(message: object) -> bool:
    """Whether its numbers and tables are such as JSON has them."""
    try:
        line(None, cast("Reply", message))
    except (TypeError, ValueError):
        return False
    return True


@given(number=numbers, request=st.one_of(*map(st.from_type, REQUESTS.values())).filter(is_plain))
def test_a_request_arrives_as_it_was_sent(number: int | None, request: Request[Any]) -> None:
    assert request_from(line(number, request)) == (number, request)


@given(number=numbers, reply=st.one_of(*map(st.from_type, REPLIES.values())).filter(is_plain))
def test_a_reply_arrives_as_it_was_sent(number: int | None, reply: Reply) -> None:
    assert reply_from(line(number, reply)) == (number, reply)


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("", None, "expected a JSON object"),
        ("[]", None, "expected a JSON object"),
        ("{", None, "expected a JSON object"),
        ('{"is": "ping", "is": "quit"}', None, "expected a JSON object"),
        ("[" * 100_000, None, "expected a JSON object"),
        ('{"is": "ping", "id": "x"}', None, "id: expected a whole number"),
        ('{"is": "sing", "id": 3}', 3, "is: expected one of say, "),
        ('{"is": ["say"], "id": 3}', 3, "is: expected one of say, "),
        ('{"is": "said", "id": 3, "file": "f", "seconds": 1.0}', 3, "is: expected one of say, "),
        ('{"is": "say", "id": 3}', 3, "say: text: is missing"),
        ('{"is": "say", "id": 3, "text": 5}', 3, "say: text: expected str"),
        ('{"is": "say", "id": 3, "text": "a", "at": true}', 3, "say: at: "),
        ('{"is": "say", "id": 3, "text": "a", "loud": 1}', 3, "say: 'loud': unknown"),
        ('{"is": "listen", "id": 3, "kind": "song", "seconds": 1}', 3, "listen: kind: "),
        ('{"is": "listen", "id": 3, "kind": "score", "seconds": NaN}', None, "expected a JSON"),
        ('{"is": "adjust", "id": 3, "gain": 1e999, "rate": 1}', 3, "adjust: gain: "),
        ('{"is": "learn", "id": 3, "score": 2.5}', 3, "learn: score: expected int"),
    ],
)
def test_what_is_no_request_is_refused(text: str, number: int | None, reason: str) -> None:
    with pytest.raises(BadFrame) as refused:
        request_from(text)
    assert refused.value.number == number
    assert str(refused.value).startswith(reason)


@given(st.binary() | st.text() | st.integers().map(json.dumps))
def test_no_line_is_guessed_at(text: str | bytes) -> None:
    with pytest.raises(BadFrame):
        request_from(text)


def test_what_may_be_left_out_has_its_default() -> None:
    said = request_from('{"id": 1, "is": "say", "text": "a"}')
    heard = request_from('{"id": 2, "is": "listen", "kind": "score", "seconds": 8}')
    assert said == (1, Say("a"))
    assert heard == (2, Listen(Kind.SCORE, 8.0))
