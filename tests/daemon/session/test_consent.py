"""A yes or a no that is about no attempt."""

import asyncio
from datetime import UTC, datetime

import pytest

from daemon.diary.questions import Consent
from daemon.session.consent import agrees
from tests.fakes.scripted_room import ScriptedRoom

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answers", "agreed", "times"),
    [
        (["yes"], True, 1),
        (["no"], False, 1),
        (["blue", "yes"], True, 2),
        (["blue", "green", "yes"], None, 2),
        (["skip"], None, 1),
        (["stop", "yes"], None, 1),
        ([], None, 1),
    ],
)
def test_only_a_clear_answer_is_one(answers: list[str], agreed: bool | None, times: int) -> None:
    room = ScriptedRoom(NOW, answers)
    assert asyncio.run(agrees(room, Consent.GO_ANYWAY, "Go?")) is agreed
    assert len(room.said) == times
