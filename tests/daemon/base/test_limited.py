"""What does not end is refused, and is not taken for one that ends."""

import io
from pathlib import Path

import pytest

from daemon.base import limited
from daemon.base.errors import EasebackError
from daemon.base.limited import read_limited
from daemon.cli import main

ENDLESS = Path("/dev/zero")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_CHARACTERS", 1000)


def test_a_text_that_ends_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("ä" * 1000, "utf-8")
    assert read_limited(tmp_path / "a") == "ä" * 1000
    monkeypatch.setattr("sys.stdin", io.StringIO("typed"))
    assert read_limited(None) == "typed"


def test_one_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EasebackError, match="/dev/zero: too large"):
        read_limited(ENDLESS)
    monkeypatch.setattr("sys.stdin", io.StringIO("x" * 1001))
    with pytest.raises(EasebackError, match="standard input: too large"):
        read_limited(None)


@pytest.mark.parametrize(
    "command", ["import /dev/zero", "decide /dev/zero", "course /dev/zero", "import endless.gpx"]
)
def test_no_command_reads_one_to_its_end(
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("endless.gpx").symlink_to(ENDLESS)
    assert main(command.split()) == 2
    assert "too large" in capsys.readouterr().err or "endless.gpx" in command
