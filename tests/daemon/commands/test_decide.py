"""`easeback decide`, as a script would call it."""

import io
import json
from pathlib import Path

import pytest

from daemon.cli import main


def decide(text: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["decide", *more])


def test_one_attempt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = '{"warmup": 3, "faded": false, "late": 3, "next_day": 0}'
    assert decide(text, monkeypatch, "--json") == 0
    decision = json.loads(capsys.readouterr().out)
    assert (decision["rest_days"], decision["load"]) == (2, "drop")
    assert decision["rules"] == ["persistent"]


def test_a_long_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "attempts.json"
    file.write_text(json.dumps([{"warmup": 0}] * 20_000), "utf-8")
    assert main(["decide", "--json", str(file)]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 20_000


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"warmup": 11}', "attempt.warmup"),
        ('{"warmup": "3"}', "attempt.warmup"),
        ('{"late": -1}', "attempt.late"),
        ('{"late": true}', "attempt.late"),
        ('{"next_day": NaN}', "attempt.next_day"),
        ('{"faded": 1}', "attempt.faded"),
        ('{"warmpu": 1}', "did you mean 'warmup'"),
        ('{"distance": 3}', "attempt.distance"),
        ('{"distance": {"value": 3, "unit": []}}', "attempt.distance.unit"),
        ('{"minutes": Infinity}', "attempt.minutes"),
        ('[{}, {"warmup": 11}]', "attempt[1].warmup"),
        ("[" * 100_000, "nested"),
        ("", "not JSON"),
        ("3", "attempt"),
    ],
)
def test_bad_input_names_the_place(
    text: str, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(text, monkeypatch) == 2
    seen = capsys.readouterr()
    assert place in seen.err
    assert not seen.out
