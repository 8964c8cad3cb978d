"""A check-in inside the daemon, by voice and by the socket at once, across a kill."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from daemon.base import paths
from daemon.control.client import ControlClient, NoDaemon
from tests.end_to_end.guided import Runner
from tests.processes import comes_true, started, wait_for
from tests.virtual_room import Room


@contextmanager
def daemon(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The daemon, killed at the end."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "daemon.cli", "run"]
        with started(command, stdout=out, stderr=out) as process:
            try:
                wait_for(_answers)
                yield process
            finally:
                process.kill()


def _answers() -> bool:
    try:
        with ControlClient() as client:
            return bool(client.ask("status"))
    except NoDaemon:
        return False


def asked(client: ControlClient, question: str) -> dict[str, Any]:
    """The session once it asks this."""
    view: dict[str, Any] = {}

    def there() -> bool:
        view.update(client.ask("session")["session"])
        return bool(view["question"] == question)

    assert comes_true(there, 120), view
    return view


@pytest.mark.parametrize("room", ["PipeWire"], indirect=True)
def test_voice_and_socket_answer_one_check_in_that_a_kill_interrupts(
    room: Room, tmp_path: Path
) -> None:
    warm_up = "How much did it hurt in the warm-up, zero to ten?"
    runner = Runner(tmp_path, {warm_up: "zero"}, ("Zero.",))

    def answer() -> Path | None:
        with ControlClient() as ours:
            view = ours.ask("session")["session"]
        return runner.answer(view["said"][-1]) if view["question"] == "warmup" else None

    with daemon(tmp_path / "log"), ControlClient() as client:
        with room.runner(answer):
            client.ask("start", session="checkin")
            asked(client, "late")
        # It listens for the next answer, and takes a typed one just as well.
        told = client.ask("answer", question="late", text="three")
        assert told["stored"]["value"] == 3
    with daemon(tmp_path / "log"), ControlClient() as client:
        view = asked(client, "minutes")
        assert view["attempt"] == told["stored"]["attempt"]
        assert "Going on where we were." in view["said"]
        client.ask("answer", question="minutes", text="twenty five")
        client.ask("answer", question="distance", text="3 miles")
        wait_for(lambda: "So far: pain began later" in client.ask("session")["session"]["said"][-1])
    with closing(sqlite3.connect(paths.store_file())) as db:
        rows = db.execute(
            "SELECT data ->> 'question', data ->> 'by' FROM facts WHERE kind = 'answer' ORDER BY id"
        ).fetchall()
    assert rows == [
        ("warmup", "spoken"),
        ("late", "typed"),
        ("minutes", "typed"),
        ("distance", "typed"),
    ]
