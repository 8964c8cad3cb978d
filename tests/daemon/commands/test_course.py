"""`easeback course`, as a script would call it."""

import io
import json
from pathlib import Path

import pytest

from daemon.cli import main

HISTORY = {
    "today": "2026-01-06",
    "comebacks": [{"day": "2026-01-05", "kind": "soft", "injury_weeks": 3}],
    "runs": [{"day": "2026-01-05", "warmup": 0, "late": 0, "next_day": 8, "minutes": 20}],
}


def course(text: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["course", *more])


def test_one_history(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert course(json.dumps(HISTORY), monkeypatch, "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value == {
        "runs": [
            {
                "day": "2026-01-05",
                "rest_days": 1,
                "load": "drop",
                "rules": ["next_day", "hold"],
                "planned": {"running_minutes": 20, "session_minutes": 20, "stage": None},
                "next": {"running_minutes": 15, "session_minutes": 15, "stage": None},
                "due": "2026-01-07",
                "advice": ["see_professional"],
                "held": True,
                "early": False,
                "easy": True,
                "why": "there was pain on the day after; running is on hold",
            }
        ],
        "today": {
            "verdict": "hold",
            "due": "2026-01-07",
            "target": {"running_minutes": 15, "session_minutes": 15, "stage": None},
            "advice": ["see_professional"],
            "held": True,
            "easy": True,
            "why": "running is on hold until a professional allows it",
        },
    }


def test_a_list_gives_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "histories.json"
    file.write_text(json.dumps([HISTORY, {**HISTORY, "runs": []}]), "utf-8")
    assert main(["course", "--json", str(file)]) == 0
    assert [len(value["runs"]) for value in json.loads(capsys.readouterr().out)] == [1, 0]


def test_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert course(json.dumps(HISTORY), monkeypatch) == 0
    told = capsys.readouterr().out
    assert "Mon 5 Jan 2026  20 min 1 rest day, then drop" in told
    assert told.count("see a professional") == 2
    assert "Wed 7 Jan 2026  15 min running is on hold until a professional allows it" in told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"today": 1, "today": 2}', "standard input: today: given twice"),
        ("[" * 100_000, "standard input: nested too deeply"),
        ("", "standard input: not JSON"),
        ("3", "history: expected an object"),
        ('[{"today": "2026-01-05"}]', "history[0].comebacks: missing"),
        (
            '{"today": "2026-01-05", "comebacks": [{"day": "2026-01-05", "kind": "soft"}], '
            '"runs": [{"day": "2026-01-05", "minutes": NaN}]}',
            "runs[0].minutes",
        ),
    ],
)
def test_bad_input_names_the_place(
    text: str, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert course(text, monkeypatch) == 2
    seen = capsys.readouterr()
    assert place in seen.err
    assert not seen.out


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", str(tmp_path / "none.json")]) == 2
    file = tmp_path / "latin.json"
    file.write_bytes(b"\xff")
    assert main(["course", str(file)]) == 2
    assert "not UTF-8" in capsys.readouterr().err
