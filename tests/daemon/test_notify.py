"""Notifications: shown by the first that can, and none is lost to a leading dash."""

import asyncio
import os
from pathlib import Path

import pytest

from daemon.notify import DesktopNotifier, FirstThatCan, NoNotifier, PrintingNotifier


def test_without_a_desktop_the_text_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    notifier = FirstThatCan(NoNotifier(), DesktopNotifier(), PrintingNotifier())
    assert asyncio.run(notifier.notify("Rest day."))
    assert capsys.readouterr().out == "easeback: Rest day.\n"


@pytest.mark.parametrize("text", ["Rest day.", "-5 degrees today"])
def test_notify_send_gets_the_text_as_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$2" > {tmp_path}/shown\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert asyncio.run(DesktopNotifier().notify(text))
    shown = (tmp_path / "shown").read_text().strip()
    assert shown.endswith(text)
    assert not shown.startswith("-")
