"""The page as it lies on the disk: whole, private, and the runner's own text."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import tomli

from daemon.base import paths
from daemon.cli import main


def test_the_page_is_the_runner_s_alone(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --day 2026-01-05 --warmup 3 --faded no".split())
    capsys.readouterr()
    assert main(["report"]) == 0
    assert capsys.readouterr().out.strip() == str(paths.report_file())
    assert paths.report_file().stat().st_mode & 0o077 == 0
    text = paths.report_file().read_text()
    assert "http" not in text.replace("http-equiv", "")
    assert "it does not diagnose" in text
    assert main(["forget", "--yes"]) == 0
    assert not paths.report_file().exists()


def test_names_are_text_and_not_html(tmp_path: Path) -> None:
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("[runner]\nprofessional = '<b>Ann & \"Bo\"</b>'\n")
    main("log --warmup 8 --faded no --late 8".split())
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    text = (tmp_path / "page.html").read_text()
    assert "&lt;b&gt;Ann &amp; &#34;Bo&#34;&lt;/b&gt;" in text
    assert "<b>" not in text


def test_every_sentence_of_the_page_is_used() -> None:
    template = (files("daemon") / "data" / "report.html").read_text("utf-8")
    asked = set(re.findall(r'text\("(\w+)"', template)) | {"minutes_curve", "pain_curve"}
    table = tomli.loads((files("daemon") / "data" / "words.toml").read_text("utf-8"))
    assert asked == set(table["page"])


def test_weeks_have_their_totals_and_distances_the_runner_s_unit(tmp_path: Path) -> None:
    main("log --day 2026-01-05 --warmup 0 --minutes 25 --distance 2.5mi".split())
    main("log --day 2026-01-13 --warmup 0 --late 0".split())
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    text = (tmp_path / "page.html").read_text()
    assert "2.5 miles" not in text
    assert '<td role="cell">1</td><td role="cell">25 min</td><td role="cell">4 kilometers' in text
    assert '<td role="cell">1</td><td role="cell">not told</td><td role="cell">not told' in text
