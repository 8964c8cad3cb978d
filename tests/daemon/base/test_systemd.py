"""What systemd is told, on a socket like its own, and how the log looks to the journal."""

import logging
import os
import socket
import sys
from pathlib import Path

import pytest

from daemon.base import systemd


@pytest.mark.parametrize("abstract", [False, True])
def test_messages_reach_the_socket_that_systemd_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool
) -> None:
    name = f"{os.getpid()}-notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0{name}" if abstract else str(tmp_path / name))
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}" if abstract else str(tmp_path / name))
        systemd.notify("READY=1")
        assert manager.recv(100) == b"READY=1"


def test_without_systemd_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    systemd.notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    systemd.notify("READY=1")
    assert not systemd.log_to_journal()


@pytest.mark.parametrize(
    ("granted", "whose", "seconds"),
    [("180000000", "own", 90.0), ("180000000", "1", float("inf")), ("", "own", float("inf"))],
)
def test_the_watchdog_is_fed_twice_as_often_as_it_asks(
    monkeypatch: pytest.MonkeyPatch, granted: str, whose: str, seconds: float
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", granted)
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if whose == "own" else whose)
    assert systemd.watchdog_seconds() == seconds


def test_every_line_has_its_priority_in_the_journal() -> None:
    def line(level: int, text: str) -> str:
        record = logging.LogRecord("daemon.app", level, "", 0, text, None, None)
        return systemd.JournalFormatter().format(record)

    assert line(logging.INFO, "ready") == "<6>daemon.app: ready"
    assert line(logging.ERROR, "one\ntwo") == "<3>daemon.app: one\n<3>daemon.app: two"
    assert line(logging.CRITICAL, "died").startswith("<2>")


def test_a_fault_is_logged_without_its_message() -> None:
    try:
        int("seven")
    except ValueError:
        record = logging.LogRecord("daemon.app", 40, "", 0, "failed", None, sys.exc_info())
    for formatter in (systemd.JournalFormatter(), systemd.PlainFormatter()):
        told = formatter.format(record)
        assert "ValueError" in told
        assert "literal" not in told
