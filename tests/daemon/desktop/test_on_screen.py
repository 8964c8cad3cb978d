"""What is on the screen is found by the process after this one."""

from pathlib import Path

import pytest

from daemon.desktop.on_screen import OnScreen, load, save


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    now = OnScreen(":1.7", {"run": 3}, {"run": "2026-03-02 run"})
    save(tmp_path / "made" / "notices.json", now)
    assert load(tmp_path / "made" / "notices.json") == now


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"server":"a","numbers":{"run":"x"},"about":{}}']
)
def test_what_cannot_be_read_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "notices.json").write_text(text)
    assert load(tmp_path / "notices.json") == OnScreen()
    assert load(tmp_path / "none.json") == OnScreen()


def test_where_it_cannot_be_kept_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(tmp_path / "file" / "notices.json", OnScreen())
