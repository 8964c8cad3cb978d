"""`easeback rehearse`: real mouth, real ears, every rule decided from answers that were heard."""

import json
from pathlib import Path
from typing import Any

import pytest

from daemon.base import paths
from daemon.base.errors import Problems
from daemon.cli import main
from daemon.rehearsal.scenario import parse_scenario, shipped
from daemon.rehearsal.transcript import line
from rules.rulebook import default_text

RULES = {"persistent", "faded", "returned", "late_onset", "next_day", "clear"}


def test_there_is_a_scenario_for_each_rule_and_one_that_types() -> None:
    scenarios = shipped()
    assert len(scenarios) >= 7
    assert any(entry.typed for s in scenarios for lines in s.answers.values() for entry in lines)
    assert all(s.about for s in scenarios)


def test_every_rule_is_decided_from_what_was_heard(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--json"]) == 0
    events = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    final = [e["decision"] for e in events if e["event"] == "decided"]
    decided = {
        rule for decision in final if not decision["provisional"] for rule in decision["rules"]
    }
    assert decided == RULES
    heard = [e for e in events if e["event"] == "heard"]
    assert all(Path(e["file"]).exists() for e in heard)
    assert sum(e["accepted"] for e in heard) > 35
    assert any(e["event"] == "typed" for e in events)
    assert {"said", "tone", "notified"} <= {e["event"] for e in events}
    assert all(line(event) or event["text"].isdigit() for event in events)


def test_the_runners_own_diary_stays_untouched(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rehearse", "--json", "--scenario", str(_own_scenario())])
    capsys.readouterr()
    assert main(["history", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_a_transcript_shows_what_was_heard_and_which_rule_decided(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rehearse", "--scenario", str(_own_scenario())]) == 0
    out = capsys.readouterr().out
    assert 'runner    "hippopotamus' in out
    assert "runner    types: 3" in out
    assert "rule persistent" in out
    assert out.rstrip().splitlines()[-1].startswith("Mine ")


def test_the_runners_own_rules_decide(capsys: pytest.CaptureFixture[str]) -> None:
    shipped_reason = "the pain of the warm-up did not go away"
    assert shipped_reason in default_text()
    paths.rules_file().parent.mkdir(parents=True, exist_ok=True)
    paths.rules_file().write_text(default_text().replace(shipped_reason, "so say my own rules"))
    assert main(["rehearse", "--scenario", str(_own_scenario())]) == 0
    assert "So say my own rules" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[answers\n", 1),
        ('[answers]\nwarmup = "three"\nlate = [3]\npain = ["one"]\n', 3),
        ('colour = "red"\n[runner]\nvoice = 3\nrate = 1000\n', 3),
        ('commands = [{ step = "Walk" }]\n', 1),
    ],
)
def test_faults_of_a_scenario_are_named_at_once(text: str, problems: int) -> None:
    with pytest.raises(Problems) as caught:
        parse_scenario(text, "mine.toml")
    assert len(caught.value.problems) == problems


def test_a_scenario_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--scenario", "nowhere.toml"]) == 2
    assert "nowhere.toml" in capsys.readouterr().err


def _own_scenario() -> Path:
    text: dict[str, Any] = {
        "warmup": '["hippopotamus umbrella", "my shoelaces", { type = "3" }]',
        "faded": '[{ type = "no" }]',
        "late": '[{ type = "3" }]',
        "minutes": '[{ type = "20" }]',
        "distance": '[{ type = "2 miles" }]',
        "next_day": '[{ type = "0" }]',
    }
    path = Path.home() / "mine.toml"
    answers = "\n".join(f"{key} = {value}" for key, value in text.items())
    path.write_text(f'title = "Mine"\n\n[answers]\n{answers}\n')
    return path
