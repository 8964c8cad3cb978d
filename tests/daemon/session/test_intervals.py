"""A run as turns of running and walking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.session.intervals import run_steps
from daemon.settings.choices import AskInWalks
from rules.model import Settings
from rules.numbers import SESSION_MINUTES, default_numbers
from rules.rungs import Target

STAGES = default_numbers().stages
targets = st.one_of(
    st.integers(1, 90).map(lambda minutes: Target(minutes, minutes)),
    st.integers(0, len(STAGES) - 1).map(
        lambda stage: Target(
            SESSION_MINUTES * STAGES[stage][0] // sum(STAGES[stage]), SESSION_MINUTES, stage
        )
    ),
)


@given(targets, st.sampled_from(AskInWalks), st.booleans())
def test_it_is_as_long_as_planned_and_asks_in_walks_alone(
    target: Target, ask: AskInWalks, bone: bool
) -> None:
    steps = run_steps(target, Settings(bone_stress=bone), ask)
    assert sum(step.seconds for step in steps) == 60 * target.session
    running = sum(step.seconds for step in steps if step.tone == "run")
    assert running == 60 * target.running
    assert all(step.seconds > 0 for step in steps)
    assert not any(step.asks for step in steps if step.tone == "run")


@pytest.mark.parametrize(
    ("ask", "bone", "share"),
    [
        ("every", False, "all"),
        ("half", False, "one"),
        ("never", True, "none"),
        ("auto", True, "all"),
        ("auto", False, "one"),
    ],
)
def test_where_pain_is_asked_about(ask: str, bone: bool, share: str) -> None:
    stage = next(number for number, (run, walk) in enumerate(STAGES) if run and walk)
    steps = run_steps(
        Target(6, SESSION_MINUTES, stage), Settings(bone_stress=bone), AskInWalks(ask)
    )
    walks = [step.asks for step in steps if step.tone == "walk"]
    assert len(walks) > 2
    assert sum(walks) == {"all": len(walks), "one": 1, "none": 0}[share]
