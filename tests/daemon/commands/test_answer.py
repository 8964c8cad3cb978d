"""`easeback answer`. Into a session that the daemon holds: end_to_end."""

import pytest

from daemon.cli import main


def test_without_a_daemon_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", "three"]) == 3
    assert "no daemon is running" in capsys.readouterr().err
