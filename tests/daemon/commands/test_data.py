"""Data taken out, brought back and erased."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from daemon.base import paths
from daemon.base.lock import only_one
from daemon.cli import main
from daemon.exchange.portable import CSV_HEAD
from voice.base.places import models_folder


def files_below(home: Path) -> set[Path]:
    return {path for path in home.rglob("*") if path.is_file()}


def answer(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def week(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        "log --day 2026-01-05 --warmup 3 --faded no --late 3 --next-day 0 --distance 2.5mi",
        "log --day 2026-01-08 --warmup 0 --late unknown --minutes 12.5 --distance 4km",
        "strength done",
    ):
        assert main(command.split()) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("week")
def test_what_is_exported_comes_back_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "diary.json"
    before = answer(capsys, "history")
    assert main(["export", "--to", str(file)]) == 0
    first = file.read_text()
    assert main(["forget", "--yes"]) == 0
    assert answer(capsys, "history") == []
    assert main(["import", str(file)]) == 0
    assert "2 of 2" in capsys.readouterr().out
    assert answer(capsys, "history") == before
    assert main(["import", str(file)]) == 0
    assert "0 of 2" in capsys.readouterr().out
    assert main(["export"]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.usefixtures("week")
def test_a_table_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "csv"]) == 0
    head, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert tuple(head) == CSV_HEAD
    assert [row[:5] for row in rows] == [
        ["2026-01-05", "20", "3", "no", "3"],
        ["2026-01-08", "15", "0", "", ""],
    ]
    assert rows[1][6:9] == ["12.5", "4.0", "km"]


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"easeback": 1, "easeback": 1}', "easeback: given twice"),
        ("[]", "easeback export"),
        ('{"easeback": 2}', "easeback export"),
        ('{"easeback": 1, "runs": []}', "'runs': unknown key"),
        ('{"easeback": 1, "attempts": {}}', "attempts: expected a list"),
        ('{"easeback": 1, "attempts": [{"day": "2026-01-01"}]}', "attempts[0]"),
        ('{"easeback": 1, "attempts": [{"day": "2999-01-01", "answers": {}}]}', "in the future"),
        ('{"easeback": 1, "attempts": [{"day": "x", "answers": {"late": 11}}]}', "0 to 10"),
        ('{"easeback": 1, "strength_days": [7]}', "expected a day"),
        ('{"easeback": 1, "strength_days": ["1026-01-01"]}', "ten years ago"),
        (
            '{"easeback": 1, "attempts": [{"day": "2026-01-01", "answers": {}}, '
            '{"day": "2026-01-05", "answers": {"warmup": 0}}]}',
            "2026-01-05: the diary has another run",
        ),
    ],
)
def test_a_bad_document_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    file = tmp_path / "diary.json"
    file.write_text(text)
    before = answer(capsys, "history")
    assert main(["import", str(file)]) == 2
    assert problem in capsys.readouterr().err
    assert answer(capsys, "history") == before


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
    assert main(["export", "--to", "/nowhere/at/all"]) == 2


@pytest.mark.usefixtures("week")
def test_forgetting_leaves_nothing_behind(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    other = home / "other.txt"
    other.write_text("not ours")
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("")
    (models_folder() / "some").mkdir(parents=True)
    (models_folder() / "some" / "model").touch()
    assert main(["forget", "--yes"]) == 0
    assert files_below(home) == {other}
    assert not paths.store_file().parent.exists()
    assert not paths.config_file().parent.exists()
    assert main(["forget"]) == 0
    assert "Nothing is kept" in capsys.readouterr().out


@pytest.mark.usefixtures("week")
def test_forgetting_is_asked_for_and_waits_for_the_daemon(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "no\n", raising=False)
    assert main(["forget"]) == 0
    assert "Nothing was erased" in capsys.readouterr().out
    with only_one("daemon", paths.store_file()):
        assert main(["forget", "--yes"]) == 3
    assert len(answer(capsys, "history")) == 2


def test_a_program_that_forgets_is_told_what_went(capsys: pytest.CaptureFixture[str]) -> None:
    main(["log", "--warmup", "0"])
    assert main(["forget", "--json"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert paths.store_file().exists()
    assert str(paths.store_file()) in answer(capsys, "forget", "--yes")["erased"]
    assert answer(capsys, "forget", "--yes") == {"erased": []}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.gpx", "<gpx><trk><type>\x9b2Jevil</type><trkseg/></trk></gpx>"),
        ("\x1b[2J.gpx", "<gpx/>"),
        ("\x1b]0;title\x07.json", "{"),
        ("a.json", '{"\x7f": 1}'),
    ],
)
def test_nothing_of_a_file_reaches_a_terminal_raw(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["import", str(tmp_path / name)]) == 2
    told = capsys.readouterr().err
    assert told
    assert told.replace("\n", "").isprintable()


def test_nothing_of_the_settings_reaches_a_terminal_raw(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text('[runner]\n"a\\u001b[2J" = "\\u009b2J"\nunits = "\\u001b[2J"\n')
    assert main(["next"]) == 2
    assert capsys.readouterr().err.replace("\n", "").isprintable()
    paths.config_file().write_text('[runner]\nprofessional = "\\u001b[2Jdoctor"\n')
    for command in ("log --warmup 7 --late 7", "next", "status", "history", "plan", "doctor"):
        main(command.split())
    assert "\x1b" not in capsys.readouterr().out
