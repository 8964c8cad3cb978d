"""The warm-up's cues: order, times, and steps that must be refused."""

from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from daemon.session.routine import build
from daemon.settings.steps import Step, steps_from_toml

DEFAULT = steps_from_toml(
    tomli.loads((files("daemon") / "data" / "warmup.toml").read_text("utf-8"))["step"]
)
STEPS = st.builds(
    Step,
    st.just("March"),
    st.just("Lift the knee."),
    seconds=st.integers(1, 300),
    sides=st.sampled_from([(), ("left", "right")]),
)


@given(st.lists(STEPS, min_size=1, max_size=12))
def test_cues_are_in_order_and_no_two_at_once(steps: list[Step]) -> None:
    warmup = build(steps)
    assert all(a.at < b.at for a, b in pairwise(warmup.cues) if not (a.tone or b.tone))
    assert all(a.at <= b.at for a, b in pairwise(warmup.cues))
    assert [cue.step for cue in warmup.cues] == sorted(cue.step for cue in warmup.cues)


def test_each_side_lasts_as_long_as_it_should() -> None:
    warmup = build(DEFAULT)
    tones = [cue for cue in warmup.cues if cue.tone]
    lengths = [b.at - a.at for a, b in zip(tones[::2], tones[1::2], strict=True)]
    expected = [step.side_seconds for step in DEFAULT for _ in step.sides or ("",)]
    assert lengths == pytest.approx(expected)
    assert warmup.cues[-1].at == warmup.end


def test_long_steps_tell_half_way_and_the_last_ten_seconds() -> None:
    texts = [cue.text for cue in build([Step("Walk", "Go.", seconds=60)]).cues]
    assert [text for text in texts if text in ("Half way.", "Ten seconds.")] == [
        "Half way.",
        "Ten seconds.",
    ]
    short = [cue.text for cue in build([Step("Walk", "Go.", seconds=19)]).cues]
    assert "Ten seconds." not in short


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({}, "expected name"),
        ({"name": "a", "how": "b"}, "either seconds or reps"),
        ({"name": "a", "how": "b", "seconds": 5, "reps": 3}, "either seconds or reps"),
        ({"name": "a", "how": "b", "seconds": True}, "numbers"),
        ({"name": "a", "how": "b", "seconds": 9999}, "3600"),
        ({"name": "", "how": "b", "seconds": 9}, "texts"),
        ({"name": "a", "how": "b", "secs": 9}, "expected name"),
        ("walk", "expected a table"),
    ],
)
def test_a_bad_step_is_refused(row: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        steps_from_toml([row])
