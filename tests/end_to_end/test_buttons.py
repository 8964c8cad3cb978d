"""The running daemon on a desktop with dunst: what a click says is done."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.words import words
from daemon.cli import main
from tests.end_to_end.clocked_daemon import running
from tests.end_to_end.desktop import Dunst, desktop
from tests.processes import need, wait_for


def stored() -> list[str]:
    """Every answer on disk, with who gave it."""
    with closing(sqlite3.connect(paths.store_file())) as db:
        return [data for (data,) in db.execute("SELECT data FROM facts WHERE kind = 'answer'")]


def test_the_warm_up_is_started_and_its_score_given_by_clicks(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("dunst", "dunstctl")
    out = tmp_path / "out"
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("[voice]\nenabled = false\n")
    with desktop() as place:
        dunst = Dunst(place)
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
            monkeypatch.setenv(name, place.environment[name])
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(place.folder))

        def click(label: str, done: Callable[[], object]) -> None:
            # A menu that has not got the button yet is left without a choice.
            def clicked() -> object:
                dunst.press(label)
                return done()

            wait_for(clicked)

        def warming_up() -> bool:
            return main(["answer", "pause"]) == 0

        with (
            place.running(*dunst.command),
            running("2026-03-02 07:45:00", out),
        ):
            click(words("button.start"), warming_up)
            assert main(["answer", "ouch"]) == 0
            click(words("button.4-6"), lambda: "button of session" in out.read_text())
            click("5", stored)
    (answer,) = stored()
    assert '"question": "warmup"' in answer
    assert '"value": 5' in answer
