"""`easeback rehearse` with a scenario of one's own. The shipped ones: daemon/rehearsal."""

import json
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main

DAY = """
title = "At the keyboard"
[answers]
warmup = [{ type = "0" }]
late = [{ type = "0" }]
minutes = [{ type = "20" }]
distance = [{ type = "2 miles" }]
next_day = [{ type = "0" }]
"""


def test_events_one_a_line_and_the_diary_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "day.toml"
    scenario.write_text(DAY)
    assert main(["rehearse", "--json", "--scenario", str(scenario)]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0]["title"] == "At the keyboard"
    decisions = [event["decision"] for event in events if event["event"] == "decided"]
    assert [decision["provisional"] for decision in decisions[-2:]] == [True, False]
    assert not paths.store_file().exists()


def test_a_scenario_with_faults_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "day.toml"
    scenario.write_text('[answers]\nmood = ["fine"]\n')
    assert main(["rehearse", "--scenario", str(scenario)]) == 2
    assert "answers.mood" in capsys.readouterr().err
