"""A rehearsal's events as a person reads them."""

from typing import Any

import pytest

from daemon.rehearsal.transcript import line

HEARD = {
    "event": "heard",
    "at": "2026-03-02T07:30:05+00:00",
    "spoken": "three",
    "text": "three",
    "value": 3,
    "accepted": True,
    "sure": True,
}


@pytest.mark.parametrize(
    ("changed", "end"),
    [
        ({}, 'heard "three" = 3'),
        ({"sure": False}, 'heard "three" = 3, not sure'),
        ({"accepted": False}, 'heard "three": not understood'),
        ({"text": ""}, "heard nothing"),
        ({"value": True}, "= yes"),
        ({"value": {"value": 2.5, "unit": "mi"}}, "= 2.5 mi"),
    ],
)
def test_what_was_spoken_and_what_was_heard_stand_side_by_side(
    changed: dict[str, Any], end: str
) -> None:
    text = line({**HEARD, **changed})
    assert text.startswith('03-02 07:30:05  runner    "three"')
    assert text.endswith(end)


def test_counting_is_for_the_ear() -> None:
    said = {"event": "said", "at": "2026-03-02T07:30:05+00:00"}
    assert line({**said, "text": "3"}) == ""
    assert '"Three."' in line({**said, "text": "Three."})
