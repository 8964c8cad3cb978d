"""warmup and checkin at a terminal: typed lines in, sentences out, one session at a time."""

import io
import json
import sys

import pytest

from daemon.base import paths
from daemon.base.lock import only_one
from daemon.cli import main


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_check_in_by_typing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(
        monkeypatch, "two or three", "what?", "yes", "none", "twenty five", "two and a half miles"
    )
    assert main(["checkin", "--typed"]) == 0
    out = capsys.readouterr().out
    assert "Three, noted." in out
    assert "I did not get that. Say yes or no." in out
    assert "So far" in out
    assert main(["history", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["attempt"] == {
        "warmup": 3,
        "faded": True,
        "late": 0,
        "next_day": None,
        "distance": {"value": 2.5, "unit": "mi"},
        "minutes": 25,
    }


def test_the_end_of_input_leaves_the_question_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "2")
    assert main(["checkin", "--typed"]) == 0
    assert "stays open" in capsys.readouterr().out
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["open"] == "after_run"


def test_a_warm_up_can_be_stopped_and_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "pause", "resume", "stop")
    assert main(["warmup", "--typed"]) == 0
    out = capsys.readouterr().out
    assert out.index("Paused") < out.index("Going on") < out.index("Stopped")
    assert main(["history", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_two_sessions_do_not_run_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with only_one("session", paths.store_file()):
        assert main(["checkin", "--typed"]) == 3
    assert "another easeback session" in capsys.readouterr().err


def test_next_day_without_a_run_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checkin", "--typed", "--next-day"]) == 2
    assert "no run" in capsys.readouterr().err


def test_a_program_reads_what_a_session_led_to_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "3", "no", "0", "20", "2 miles")
    assert main(["checkin", "--typed", "--json"]) == 0
    told = capsys.readouterr()
    assert "Three, noted." in told.err
    answer = json.loads(told.out)
    assert answer["open"] is None
    assert answer["decision"]["load"] == "drop"
    assert answer["next"]["minutes"] == 15
    typed(monkeypatch, "stop")
    assert main(["warmup", "--typed", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["decision"] == answer["decision"]
