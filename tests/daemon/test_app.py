"""The daemon as a whole: a part that dies takes it down, and it says how it is."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from daemon import app
from daemon.base import paths
from daemon.cli import main
from daemon.control.client import ControlClient, NoDaemon
from daemon.reminders.scheduler import Watch
from daemon.reminders.teller import Teller
from tests.processes import started, wait_for


@pytest.mark.parametrize(("part", "work"), [(Watch, "keep"), (Teller, "tell")])
def test_a_part_that_dies_for_good_takes_the_process_down(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: type,
    work: str,
) -> None:
    async def dies(*_: object) -> None:
        raise MemoryError("nothing left")

    monkeypatch.setattr(part, work, dies)
    assert app.run() == 1
    (told,) = (record for record in caplog.records if record.message == "a part died")
    assert told.exc_info
    assert told.exc_info[0] is MemoryError
    assert not paths.control_socket().exists()


@contextmanager
def daemon() -> Iterator[None]:
    """A daemon of this home, in a process of its own."""
    with started([sys.executable, "-m", "daemon.cli", "run"], stderr=-3) as process:
        try:
            wait_for(_answers)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _answers() -> bool:
    try:
        with ControlClient() as client:
            return bool(client.ask("status")["pid"])
    except NoDaemon:
        return False


def test_status_says_how_the_daemon_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["daemon"] is None
    with daemon():
        assert main(["status", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["daemon"]
        assert told["parts"]["reminders"]["state"] == "present"
        assert told["next_wake"] > "2026"
        # What the command line writes reaches it at once.
        config = paths.config_file()
        config.parent.mkdir(parents=True)
        config.write_text("[reminders]\nrun = 7\n")
        with ControlClient() as client:
            client.ask("look")
            wait_for(lambda: client.ask("status")["parts"]["settings"]["state"] == "broken")
        config.write_text("")
        assert main(["status"]) == 0
