"""A rehearsal's script as it is written, with every fault named."""

import pytest

from daemon.base.errors import Problems
from daemon.diary.questions import Question
from daemon.rehearsal.scenario import ScriptedReply, Shout, parse_scenario, shipped

WHOLE = """
title = "A day"
about = "One answer of each kind."
[runner]
voice = "en"
rate = 120
[answers]
warmup = ["three", { type = "4" }]
[[commands]]
step = "March"
say = "pause"
"""


def test_it_is_read_as_it_is_written() -> None:
    day = parse_scenario(WHOLE, "day.toml")
    assert (day.title, day.voice, day.rate) == ("A day", "en", 120)
    assert day.answers == {
        Question.WARMUP: (ScriptedReply("three"), ScriptedReply("4", typed=True))
    }
    assert day.commands == (Shout("March", "pause"),)


def test_every_shipped_one_answers_and_has_a_title_of_its_own() -> None:
    days = shipped()
    assert len({day.title for day in days}) == len(days)
    assert all(day.answers and day.about for day in days)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tilte = 'x'", "tilte"),
        ("[runner]\nrate = 20", "runner.rate"),
        ("[runner]\nrate = true", "runner.rate"),
        ("[runner]\nvoice = ''", "runner.voice"),
        ("runner = 1", "runner"),
        ("[answers]\nmood = ['x']", "answers.mood"),
        ("[answers]\nlate = 'three'", "answers.late"),
        ("[answers]\nlate = ['three', 4]", "answers.late"),
        ("[[commands]]\nstep = 'March'", "commands[0]"),
        ("= 1", "not TOML"),
    ],
)
def test_a_fault_is_named_with_its_place_and_its_file(text: str, place: str) -> None:
    with pytest.raises(Problems) as refused:
        parse_scenario(text, "day.toml")
    assert "day.toml" in str(refused.value)
    assert place in str(refused.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(Problems) as refused:
        parse_scenario("tilte = 'x'\n[runner]\nrate = 1\n[answers]\nmood = ['x']", "day.toml")
    assert all(name in str(refused.value) for name in ("tilte", "runner.rate", "answers.mood"))
