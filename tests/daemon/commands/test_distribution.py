"""What to type where sound is missing, by the package manager that is there."""

from pathlib import Path

import pytest

from daemon.commands.distribution import sound_command


@pytest.mark.parametrize(
    ("manager", "told"),
    [
        ("apt", "sudo apt install pulseaudio-utils"),
        ("pacman", "sudo pacman -S libpulse"),
        ("emerge", ""),
    ],
)
def test_it_is_this_distribution_s_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str, told: str
) -> None:
    (tmp_path / manager).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sound_command() == told
