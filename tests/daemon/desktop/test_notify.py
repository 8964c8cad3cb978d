"""Notifications off D-Bus: shown by the first that can, and none is lost."""

import asyncio
import os
import socket
from pathlib import Path

import pytest

from daemon.base.long_path import short
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notice import Button, Notice
from daemon.desktop.notify import FirstThatCan, PrintingNotifier
from daemon.desktop.plyer_notifier import PlyerNotifier


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")


def notify_send(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"])
def test_what_no_desktop_shows_is_printed_with_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
) -> None:
    notify_send(tmp_path, monkeypatch, script)
    notifier = FirstThatCan(DbusNotifier(), PlyerNotifier(), PrintingNotifier())
    notice = Notice("Rest day.", "run", buttons=(Button("skip", "Skip"),), by_hand="easeback skip")
    assert asyncio.run(notifier.notify(notice))
    assert capsys.readouterr().out == "easeback: Rest day. easeback skip\n"


def test_without_a_desktop_no_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify_send(tmp_path, monkeypatch, f"touch {tmp_path}/started")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not asyncio.run(PlyerNotifier().notify(Notice("Rest day.", "run")))
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("text", ["Rest day.", "-5 degrees today"])
def test_notify_send_gets_the_text_as_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    notify_send(tmp_path, monkeypatch, f'printf "%s\\n" "$2" > {tmp_path}/shown')
    assert asyncio.run(PlyerNotifier().notify(Notice(text, "run")))
    shown = (tmp_path / "shown").read_text().strip()
    assert shown.endswith(text)
    assert not shown.startswith("-")


def test_a_bus_that_accepts_and_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.desktop.bus.ANSWER_SECONDS", 0.2)
    with socket.socket(socket.AF_UNIX) as mute, short(tmp_path / "bus") as name:
        mute.bind(name)
        mute.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={name}")

        async def story() -> bool:
            notifier = DbusNotifier()
            shown = await notifier.notify(Notice("Rest day.", "run"))
            await notifier.close()
            return shown

        assert not asyncio.run(story())


def test_what_is_missing_is_told() -> None:
    async def probe() -> str:
        return (await DbusNotifier().probe()).detail

    assert asyncio.run(probe()) == "no desktop session here; reminders are printed"


def test_nothing_is_printed_into_the_journal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("daemon.base.systemd.log_to_journal", lambda: True)
    assert not asyncio.run(PrintingNotifier().notify(Notice("On hold.", "hold")))
    assert capsys.readouterr().out == ""
