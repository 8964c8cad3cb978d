"""The document of a course: what is refused, and where."""

import json
from typing import Any

import pytest

from rules.course_json import history_from_json
from rules.model import RulesError
from rules.strict_json import read_json

GOOD: dict[str, Any] = {
    "today": "2026-01-20",
    "comebacks": [{"day": "2026-01-05", "kind": "soft"}],
    "runs": [{"day": "2026-01-05"}, {"day": "2026-01-05"}, {"day": "2026-01-07", "late": 0}],
}


def _faults(**changed: Any) -> tuple[str, ...]:
    with pytest.raises(RulesError) as refused:
        history_from_json({**GOOD, **changed})
    return refused.value.problems


def test_a_good_document_is_read() -> None:
    today, history = history_from_json(GOOD)
    assert today.isoformat() == "2026-01-20"
    assert [run.attempt.late for run in history.runs] == [None, None, 0]


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({"today": "20260120"}, ["today"]),
        ({"today": "2026-W04-2"}, ["today"]),
        ({"today": None}, ["today"]),
        ({"today": "1899-12-31"}, ["today"]),
        ({"comebacks": []}, ["comebacks"]),
        ({"comebacks": {}}, ["comebacks"]),
        ({"comebacks": [{"day": "2026-01-05"}]}, ["comebacks[0].kind"]),
        (
            {
                "comebacks": [
                    {"day": "2026-01-05", "kind": "soft"},
                    {"day": "2026-01-04", "kind": "bone"},
                ]
            },
            ["comebacks[1].day"],
        ),
        (
            {
                "comebacks": [
                    {
                        "day": "2026-01-05",
                        "kind": "tendon",
                        "severe": 1,
                        "walks": "yes",
                        "injury_weeks": 521,
                        "not_before": "soon",
                        "usual": {"runs": 0, "minutes": 2.5, "longest": "x"},
                        "sight": "knee",
                    }
                ]
            },
            [
                "comebacks[0].sight",
                "comebacks[0].kind",
                "comebacks[0].severe",
                "comebacks[0].walks",
                "comebacks[0].injury_weeks",
                "comebacks[0].not_before",
                "comebacks[0].usual.runs",
                "comebacks[0].usual.minutes",
                "comebacks[0].usual.longest",
            ],
        ),
        (
            {
                "comebacks": [
                    {
                        "day": "2026-01-05",
                        "kind": "soft",
                        "usual": {"runs": 3, "minutes": 60, "longest": 59},
                    }
                ]
            },
            ["comebacks[0].usual.longest"],
        ),
        ({"runs": [{"day": "2026-01-07"}, {"day": "2026-01-05"}]}, ["runs[1].day"]),
        ({"runs": [{"late": 11, "minutes": float("nan")}]}, ["runs[0].day", "runs[0].late"]),
        ({"runs": [{"day": "2026-01-05", "minutes": float("nan")}]}, ["runs[0].minutes"]),
        ({"runs": [{"day": "2026-01-05", "latte": 0}]}, ["runs[0]: unknown key 'latte'"]),
        ({"runs": ["2026-01-05"]}, ["runs[0]"]),
        ({"pains": [{"day": "2026-01-07"}]}, ["pains[0].score"]),
        ({"pains": [{"day": "2026-01-07", "score": True}]}, ["pains[0].score"]),
        (
            {"pains": [{"day": "2026-01-07", "score": 1}, {"day": "2026-01-06", "score": 1}]},
            ["pains[1].day"],
        ),
        ({"pauses": [{"from": "2026-01-07", "until": "2026-01-06"}]}, ["pauses[0].until"]),
        ({"pauses": [{"from": "2026-01-07"}, {"from": "2026-01-06"}]}, ["pauses[1].from"]),
        ({"cleared": ["2026-01-07", "2026-01-06"]}, ["cleared[1]"]),
        ({"cleared": [7]}, ["cleared[0]"]),
        ({"settings": [{"day": "2026-01-05", "holt": False}]}, ["settings[0].holt"]),
        ({"settings": [{"day": "2026-01-05", "hold": 0}]}, ["settings[0].hold"]),
        ({"settings": [{"day": "2026-01-05", "ladder": "steep"}]}, ["settings[0].ladder"]),
        ({"settings": [{"day": "2026-01-05", "run_days": ["mo"]}]}, ["settings[0].run_days"]),
        ({"settings": [{"day": "2026-01-05", "goal_minutes": 601}]}, ["settings[0].goal_minutes"]),
        ({"settings": [{"day": "2026-01-05", "goal_minutes": 19}]}, ["settings[0].start_minutes"]),
        (
            {
                "settings": [
                    {"day": "2026-01-05", "red_flag_score": 4},
                    {"day": "2026-01-06", "tolerated_score": 4},
                ]
            },
            ["settings[1].tolerated_score"],
        ),
        ({"ruins": []}, ["ruins: unknown key; did you mean 'runs'?"]),
    ],
)
def test_faults_have_their_place(changed: dict[str, Any], places: list[str]) -> None:
    faults = _faults(**changed)
    assert len(faults) >= len(places)
    for place, fault in zip(places, faults, strict=False):
        assert fault.startswith(place)


def test_what_must_be_there_is_asked_for() -> None:
    with pytest.raises(RulesError) as refused:
        history_from_json({})
    assert refused.value.problems == (
        "today: missing",
        "comebacks: missing",
        "runs: missing",
    )
    with pytest.raises(RulesError, match=r"\[3\]: expected an object"):
        history_from_json([], "[3]")


def test_facts_of_a_later_day_may_be_there() -> None:
    _, history = history_from_json({**GOOD, "runs": [{"day": "2027-01-05"}]})
    assert len(history.runs) == 1


def test_settings_say_what_changes() -> None:
    _, history = history_from_json(
        {
            **GOOD,
            "settings": [
                {"day": "2026-01-05", "goal_minutes": 90, "start_minutes": 60},
                {"day": "2026-01-06", "start_minutes": 20},
            ],
        }
    )
    assert [fact.settings.goal_minutes for fact in history.settings] == [90, 90]
    assert [fact.settings.start_minutes for fact in history.settings] == [60, 20]


def test_a_key_given_twice_is_refused_with_its_place() -> None:
    with pytest.raises(RulesError) as refused:
        read_json('{"a": 1, "b": [{}, {"c": 1, "c": 2, "d": {"e": 1, "e": 1}}], "a": 1}')
    assert refused.value.problems == (
        "a: given twice",
        "b[1].c: given twice",
        "b[1].d.e: given twice",
    )


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}}', "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(RulesError):
        read_json(text)


def test_a_good_text_is_read() -> None:
    assert read_json(json.dumps(GOOD)) == GOOD
