"""`easeback rules`: the shipped table, a good one of one's own, and bad ones."""

import json
import os
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main
from rules.numbers import default_text as default_numbers_text
from rules.numbers import load_numbers
from rules.rulebook import default_text


def own(text: str) -> Path:
    path = paths.rules_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_shipped_table_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "verify"]) == 0
    assert "of courses met" in capsys.readouterr().out


def test_a_vector_that_is_not_met_is_named_with_the_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slower = default_numbers_text().replace(
        '"clear_a_stage"\nvalue = 2', '"clear_a_stage"\nvalue = 3'
    )
    monkeypatch.setattr("rules.course.default_numbers", lambda: load_numbers(slower))
    assert main(["rules", "verify"]) == 2
    told = capsys.readouterr().err
    assert (
        "two clear attempts a stage (C9): runs[1].load: expected 'increase', got 'repeat'" in told
    )


def test_a_table_of_ones_own_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(
        default_text().replace(
            'id = "persistent"\nsource = "article"', 'id = "mine"\nsource = "me"'
        )
    )
    attempt = tmp_path / "attempt.json"
    attempt.write_text(json.dumps({"warmup": 3, "faded": False, "late": 0, "next_day": 0}))
    assert main(["decide", "--json", os.fspath(attempt)]) == 0
    assert json.loads(capsys.readouterr().out)["rules"] == ["mine"]
    assert main(["rules", "show"]) == 0
    assert 'id = "mine"' in capsys.readouterr().out


def test_an_unsafe_table_is_refused_unless_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    unsafe = default_text().replace("rest_days = 2\nload", "rest_days = 1\nload", 1)
    own(unsafe)
    for command in (["rules", "verify"], ["next"], ["decide"]):
        assert main(command) == 2
        assert "unsafe: warmup=pain faded=no" in capsys.readouterr().err
    own(f"unsafe_ok = true\n{unsafe}")
    assert main(["rules", "verify"]) == 0
    assert "not safe" in capsys.readouterr().out


def test_all_faults_are_named_with_their_file(capsys: pytest.CaptureFixture[str]) -> None:
    path = own("format = 2\ncolour = 1\n")
    assert main(["rules", "verify"]) == 2
    err = capsys.readouterr().err
    assert err.count(str(path)) >= 4
