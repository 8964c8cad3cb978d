"""`easeback rules`: the shipped table, a good one of one's own, and bad ones."""

import json
import os
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main
from rules.rulebook import default_text


def own(text: str) -> Path:
    path = paths.rules_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_shipped_table_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "verify"]) == 0
    assert "vectors met" in capsys.readouterr().out


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
