"""A new user's first day, from the README alone, at a terminal.

Install, init, doctor, warm-up, check-in, report, uninstall: nothing is told to the program that the
README does not tell.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from daemon.settings.config import Config, load_config
from tests.processes import need

ROOT = Path(__file__).parents[2]
ROWS, COLUMNS = 24, 80
# Every test has a home of its own; what was fetched before is with the real one.
CACHES = {f"{name.upper()}_CACHE_DIR": str(Path.home() / ".cache" / name) for name in ("pip", "uv")}
SOURCES = (
    *("daemon", "rules", "voice", "systemd"),
    *("Makefile", "config.example.toml", "pyproject.toml", "setup.py", "README.md", "LICENSE"),
)


class Terminal:
    """A shell in a terminal of 80 by 24; `screens` keeps what was on it after each command."""

    def __init__(self, folder: Path, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.shell: Any = pexpect.spawn(
            "bash",
            ["--norc", "--noediting"],
            cwd=str(folder),
            env={**environment, "HOME": str(home), "PS1": "runner> ", "TERM": "xterm"},
            dimensions=(ROWS, COLUMNS),
            encoding="utf-8",
            timeout=400,
        )
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self.shell.logfile_read = self
        self.shell.expect_exact("runner> ")

    def write(self, text: str) -> None:
        self._stream.feed(text)

    def flush(self) -> None:
        """Everything is shown at once."""

    @property
    def lines(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display).strip()

    def run(self, command: str, *dialogue: tuple[str, str]) -> str:
        """Type a command and answer what it asks; what it wrote."""
        self._screen.reset()
        self.shell.sendline(command)
        self.shell.expect_exact("\r\n")
        written: str = ""
        for question, answer in dialogue:
            self.shell.expect_exact(question)
            written += self.shell.before + question
            self.shell.sendline(answer)
        self.shell.expect_exact("runner> ")
        written += self.shell.before
        self.shell.sendline("echo code $?")
        self.shell.expect(r"code (\d+)\r\n")
        assert self.shell.match[1] == "0", f"{command}\n{written}"
        self.shell.expect_exact("runner> ")
        assert "Traceback" not in written
        return written


@pytest.fixture
def fresh() -> Iterator[Terminal]:
    """A clone of the sources, and a home with nothing in it."""
    need("make", "bash")
    # espeak-ng takes a path of up to 160 bytes; no home is as deep as pytest's folders.
    with tempfile.TemporaryDirectory(prefix="day-") as name:
        clone, home = Path(name) / "easeback", Path(name) / "home"
        home.mkdir()
        clone.mkdir()
        for source in SOURCES:
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, clone / source)
        # The clone's own environment is this one: making it anew would fetch everything again.
        (clone / ".venv").symlink_to(sys.prefix, target_is_directory=True)
        os.utime(clone / "pyproject.toml", (0, 0))
        kept = {key: os.environ[key] for key in os.environ if not key.startswith(("XDG_", "PIPX"))}
        programs = f"{home}/.local/bin:{Path(sys.executable).parent}:{os.environ['PATH']}"
        terminal = Terminal(clone, home, {**kept, "PATH": programs, **CACHES})
        yield terminal
        terminal.shell.close(force=True)


def told() -> list[str]:
    """The commands of the README's section "Begin", in its order."""
    section = (ROOT / "README.md").read_text("utf-8").partition("## Begin")[2].partition("\n## ")[0]
    blocks = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]


def test_the_first_day_and_the_last(fresh: Terminal) -> None:
    home = fresh.home
    steps = iter(told())

    def step(command: str, *dialogue: tuple[str, str], more: str = "") -> str:
        assert next(steps) == command
        return fresh.run(f"{command} {more}".strip(), *dialogue)

    step("make wheel")
    assert "man1/easeback.1" in step("pipx install dist/easeback-*.whl")
    # The second opinion is large, and has tests of its own.
    assert next(steps).startswith("pipx inject easeback moonshine-voice")
    step("pipx ensurepath")
    first = step(
        "easeback init",
        ("What is injured", "soft"),
        ("severe", "no"),
        ("How many weeks", "6"),
        ("walk for 30 minutes", "yes"),
        ("may you run", ""),
        ("usual week", ""),
        ("Where is it", "knee"),
        ("which side", "left"),
        ("brought it on", ""),
        ("Who do you call", "Ann, the physio"),
        ("km or in mi", "mi"),
        ("at most before", "40"),
        ("At what time shall run", ""),
        ("the morning after be", ""),
        ("strength work", "Tuesday and Friday"),
        ("hear this", "no"),
    )
    assert first.startswith("easeback advises, it does not diagnose.")
    assert "First run: 20 minutes easy" in fresh.lines
    assert load_config(home / ".config/easeback/config.toml").runner.units == "mi"
    doctor = step("easeback doctor")
    for part in ("settings", "rules", "diary", "mouth", "ears"):
        assert re.search(rf"ok +{part}", doctor), doctor
    # A user manager has tests of its own; a run takes as long as a run takes.
    assert next(steps) == "easeback service install"
    number = len(Config().steps)
    jumps = [(f"{n}/{number}", "next") for n in range(1, number + 1)]
    score = [("Pain from zero to ten?", "three")]
    assert "Three, noted." in step("easeback warmup", *jumps, *score, more="--typed")
    assert next(steps) == "easeback go"
    decided = step(
        "easeback checkin",
        ("Did that pain go away", "yes"),
        ("Pain later in the run", "no pain"),
        ("How many minutes", "twenty minutes"),
        ("How far", "two miles"),
        more="--typed",
    )
    assert "So far: the pain of the warm-up went away during the run" in " ".join(decided.split())
    report = Path(step("easeback report").split()[-1])
    assert "the pain of the warm-up went away" in report.read_text("utf-8").lower()
    assert "not installed" in step("easeback service uninstall")
    assert "erased" in step("easeback forget", ("to go on:", "forget"))
    assert "uninstalled easeback" in step("pipx uninstall easeback")
    assert list(steps) == []
    # pipx keeps its own lock.
    left = [path for path in home.rglob("*easeback*") if "pipx" not in path.parts]
    assert left == []
