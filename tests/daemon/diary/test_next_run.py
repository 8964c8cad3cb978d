"""The next run, in words and for programs, and what it could not take into account."""

from dataclasses import replace
from datetime import date

import pytest
from rules.ladder import STAGE_MINUTES, STAGES, Target
from rules.plan import State

from daemon.diary.facts import Damaged
from daemon.diary.next_run import next_run, run_json
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config

TODAY = date(2026, 3, 2)
STATE = State(Target(20), next_day=date(2026, 3, 4))


def test_a_continuous_run() -> None:
    values = run_json(STATE)
    assert (values["day"], values["minutes"]) == ("2026-03-04", 20)
    assert not {"run", "walk"} & set(values)
    assert "20 minutes" in next_run(Config(), Recent(STATE), TODAY)


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_a_run_with_walking_has_the_minutes_of_its_turns(stage: int) -> None:
    values = run_json(replace(STATE, target=Target(STAGE_MINUTES, stage)))
    assert (values["run"], values["walk"]) == STAGES[stage]


def test_a_run_of_any_day_has_none() -> None:
    assert run_json(replace(STATE, next_day=None))["day"] is None


def test_an_entry_that_cannot_be_read_is_told_with_it() -> None:
    lost = Damaged(7, "2026-03-01T08:00:00+00:00", "answer", "not JSON")
    whole, part = Recent(STATE), Recent(STATE, damaged=(lost,))
    said = next_run(Config(), part, TODAY).removeprefix(next_run(Config(), whole, TODAY))
    assert "cannot be read" in said
