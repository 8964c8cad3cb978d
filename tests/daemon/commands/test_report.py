"""`easeback report`: where the page goes. What is in it: daemon/report."""

import json
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.cli import main


def test_it_goes_beside_the_diary_or_where_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report"]) == 0
    assert capsys.readouterr().out.strip() == str(paths.report_file())
    other = tmp_path / "page.html"
    assert main(["report", "--json", "--to", str(other)]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(other)}
    assert other.read_text().lstrip().lower().startswith("<!doctype html>")


def test_a_place_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--to", "/proc/nowhere/page.html"]) == 2
    assert "/proc/nowhere/page.html" in capsys.readouterr().err


def test_without_a_browser_the_page_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    assert main(["report", "--open"]) == 3
    assert str(paths.report_file()) in capsys.readouterr().err
    assert paths.report_file().exists()
