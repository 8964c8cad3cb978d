"""What was answered is told again only as long as it holds."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon import cli
from daemon.__main__ import main as program
from daemon.base import paths
from daemon.commands import answer_cache

RUN = "log --warmup 0 --late 0 --minutes 20 --distance 3mi --day 2026-03-02"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files had been left alone for a while."""
    later = time.time_ns() + 10**12
    monkeypatch.setattr("daemon.commands.answer_cache.time.time_ns", lambda: later)


@pytest.fixture
def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    def run(line: str) -> str:
        monkeypatch.setattr(sys, "argv", ["easeback", *line.split()])
        assert program() == 0
        return capsys.readouterr().out

    return run


def commands_are_gone(_argv: list[str]) -> int:
    raise AssertionError("it was found anew")


@pytest.mark.parametrize("line", [" ".join(argv) for argv in answer_cache.RECALLED])
def test_an_answer_is_found_once(
    ask: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    ask(RUN)
    first = ask(line)
    monkeypatch.setattr(cli, "main", commands_are_gone)
    assert ask(line) == first


@pytest.mark.parametrize("change", ["log --amend --late 3", "undo", "skip"])
def test_a_change_answers_what_is_asked_after_it(
    ask: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    ask(RUN)
    ask(change)
    known = {}
    for line in ("next", "next --json"):
        assert cli.main(line.split()) == 0
        known[line] = capsys.readouterr().out
    monkeypatch.setattr(cli, "main", commands_are_gone)
    assert {line: ask(line) for line in known} == known


def test_a_change_says_nothing_but_its_own(
    ask: Callable[[str], str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings("[plan]\nincrease_percent = 15\n")
    monkeypatch.setattr(sys, "argv", ["easeback", *RUN.split()])
    assert program() == 0
    assert capsys.readouterr().err.count("increase_percent") == 1


def test_what_forgets_the_diary_asks_it_nothing(ask: Callable[[str], str]) -> None:
    ask(RUN)
    ask("forget --yes")
    assert not paths.store_file().exists()


def settings(text: str) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(text)


CHANGES: dict[str, Callable[[Callable[[str], str]], object]] = {
    "an answer": lambda ask: ask("log --amend --late 8"),
    "a run": lambda ask: ask("log --warmup 3 --late 0 --day 2026-03-04"),
    "undo": lambda ask: ask("undo"),
    "settings": lambda _: settings('[plan]\nstart_minutes = 33\nladder = "walk_run"\n'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(
    ask: Callable[[str], str], capsys: pytest.CaptureFixture[str], change: str
) -> None:
    ask(RUN)
    before = ask("status --json")
    assert ask("status --json") == before
    CHANGES[change](ask)
    after = ask("status --json")
    assert cli.main(["status", "--json"]) == 0
    assert after == capsys.readouterr().out != before


def test_another_day_is_another_answer(
    ask: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(RUN)
    ask("next")
    monkeypatch.setattr("daemon.commands.answer_cache.time.strftime", lambda *_: "2999-01-01")
    assert answer_cache.recalled(["next"], answer_cache.stamp()) is None


def test_files_that_just_changed_are_not_trusted(
    ask: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "daemon.commands.answer_cache.time.time_ns", lambda: paths.store_file().stat().st_mtime_ns
    )
    ask(RUN)
    ask("next")
    ask("next")
    assert not (paths.cache_folder() / "recall.json").exists()


def test_whole_seconds_are_not_trusted_for_two(
    ask: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(RUN)
    second = 1_000_000_000
    changed = time.time_ns() // second * second + 3600 * second
    os.utime(paths.store_file(), ns=(changed, changed))
    cache = paths.cache_folder() / "recall.json"
    for later, kept in ((2 * second, False), (2 * second + 1, True)):
        cache.unlink(missing_ok=True)
        monkeypatch.setattr(time, "time_ns", lambda later=later: changed + later)
        ask("next")
        assert cache.exists() == kept


def test_a_broken_cache_is_no_fault(ask: Callable[[str], str]) -> None:
    ask(RUN)
    first = ask("next")
    cache: Path = paths.cache_folder() / "recall.json"
    for broken in ("", "[]", '{"stamp": 1}', "\x00"):
        cache.write_text(broken)
        assert ask("next") == first


CODE = Path(cli.__file__).parents[1]
FILES = [
    file.relative_to(CODE)
    for package in ("daemon", "rules", "voice")
    for file in (CODE / package).rglob("*")
    if file.suffix in (".py", ".toml", ".html", ".json")
]


def test_another_version_of_any_file_in_any_room_makes_it_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    monkeypatch.setattr(answer_cache, "_CODE", tmp_path)
    before = answer_cache.stamp()
    for later, file in enumerate(FILES, 1):
        os.utime(tmp_path / file, (time.time() + later, time.time() + later))
        assert answer_cache.stamp() != before, f"{file} is not looked at"
        before = answer_cache.stamp()


PARTS = {"diary": {"state": "present", "detail": ""}}


@pytest.mark.parametrize("line", ["status", "status --json"])
def test_a_running_daemon_is_asked_each_time(
    ask: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    ask(RUN)
    alone = ask(line)
    paths.control_socket().parent.mkdir(parents=True, exist_ok=True)
    paths.control_socket().touch()
    daemon = {"pid": 1, "next_wake": None, "session": None, "parts": PARTS}
    monkeypatch.setattr("daemon.control.client.daemon_status", lambda: daemon)
    with monkeypatch.context() as kept:
        kept.setattr(cli, "main", commands_are_gone)
        assert ask(line) == alone.replace('"daemon": null', f'"daemon": {json.dumps(daemon)}')
    broken = {"state": "broken", "detail": "The diary cannot be read."}
    faulty = {**daemon, "parts": {"diary": broken}}
    monkeypatch.setattr("daemon.control.client.daemon_status", lambda: faulty)
    assert "cannot be read" in ask(line)
    paths.control_socket().unlink()
    monkeypatch.setattr("daemon.control.client.daemon_status", lambda: None)
    assert ask(line) == alone
