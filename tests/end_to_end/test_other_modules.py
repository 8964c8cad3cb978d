"""Other people's modules: none in the current folder is run, one in the way is told."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.cli import main
from daemon.desktop.notice import Notice, NoticeKind
from daemon.desktop.plyer_notifier import PlyerNotifier
from daemon.settings.config import Voice
from daemon.settings.voice import voice_client
from tests.traps import set_traps
from voice.base.children import own_program
from voice.ears import catalogue
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth

EASEBACK = str(Path(sys.executable).with_name("easeback"))
ROOT = Path(__file__).parents[2]


def serve() -> bool:
    """The voice child, and in it the one that renders."""

    async def talk() -> bool:
        async with voice_client(Voice()) as client:
            heard = (await client.hear_as(Kind.SCORE, "three", voice="en-us", rate=140)).heard
            return heard.value == 3 and (await client.say("Three.", play=False)).seconds > 0.1

    return asyncio.run(talk())


def say() -> bool:
    return main(["say", "--to", "three.wav", "three"]) == 0


def hear() -> bool:
    three = EspeakMouth(Path("speech").absolute(), "en-us", 140).render("three")
    return main(["hear", "--for", "score", str(three)]) == 0


def level() -> bool:
    # It says that there is no sound here.
    return main(["doctor", "--microphone"]) == 3


def notice() -> bool:
    return asyncio.run(PlyerNotifier().notify(Notice("Rest day.", NoticeKind.TOLD)))


def trial() -> bool:
    command = own_program("voice", "try", str(catalogue.BUNDLED))
    return subprocess.run(command, check=False).returncode == 0


def program() -> bool:
    return subprocess.run([EASEBACK, "next"], check=False).returncode == 0


@pytest.fixture
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder that is full of them; what was run is written here."""
    folder, programs, sprung = tmp_path / "downloads", tmp_path / "bin", tmp_path / "sprung"
    folder.mkdir()
    programs.mkdir()
    (programs / "notify-send").write_text("#!/bin/sh\n")
    (programs / "notify-send").chmod(0o755)
    set_traps(folder, sprung)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    return sprung


@pytest.mark.parametrize("child", [serve, say, hear, level, notice, trial, program])
def test_what_lies_in_the_current_folder_is_not_run(traps: Path, child: Callable[[], bool]) -> None:
    assert child()
    assert not traps.exists()


def test_every_child_is_started_by_the_one_helper() -> None:
    files = [file for package in ("daemon", "voice") for file in (ROOT / package).rglob("*.py")]
    own = {file.name for file in files if "sys.executable" in file.read_text("utf-8")}
    # `service` looks for the program beside Python, and starts nothing by it.
    assert own == {"children.py", "service.py"}


@pytest.mark.parametrize("name", ["voice", "rules"])
@pytest.mark.parametrize("command", [["next"], ["run"], ["say", "three"], ["--version"]])
def test_another_package_of_that_name_is_told_and_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: list[str]
) -> None:
    other, sprung = tmp_path / "other" / name, tmp_path / "sprung"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text(f"open({str(sprung)!r}, 'a').write('{name} ')\n")
    monkeypatch.setenv("PYTHONPATH", str(other.parent))
    done = subprocess.run([EASEBACK, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert str(other) in done.stderr
    assert done.stdout == ""
    assert not sprung.exists()


@pytest.mark.parametrize("name", ["daemon", "rules"])
def test_the_voice_s_own_process_looks_beside_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / f"{name}.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = subprocess.run(
        own_program("voice", "say", "three"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert str(tmp_path / f"{name}.py") in done.stderr


def test_a_module_in_place_of_the_package_is_told_and_not_run(traps: Path) -> None:
    # Who runs the module and not the program has the current folder looked into first.
    done = subprocess.run(
        [sys.executable, "-m", "daemon", "next"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert not traps.exists()


def installed(folder: Path, *packages: str) -> Path:
    """The packages laid out as a wheel lays them; run without site-packages no others are found."""
    for name in packages:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def started(*folders: Path) -> subprocess.CompletedProcess[str]:
    """The program, with its packages looked for in these folders."""
    return subprocess.run(
        [sys.executable, "-S", EASEBACK, "next"],
        env={"PYTHONPATH": ":".join(map(str, folders))},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("left_out", ["voice", "rules"])
def test_a_package_that_is_missing_is_told(tmp_path: Path, left_out: str) -> None:
    left = {"daemon", "rules", "voice"} - {left_out}
    done = started(installed(tmp_path, *left))
    assert done.returncode == 3
    assert f"package {left_out} is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_python_says_of_another_package_in_the_program_s_own_place_is_explained(
    tmp_path: Path,
) -> None:
    # Nothing of easeback's is run by then, and so only the troubleshooting can tell what to do.
    (tmp_path / "other" / "daemon").mkdir(parents=True)
    (tmp_path / "other" / "daemon" / "__init__.py").touch()
    done = started(tmp_path / "other", installed(tmp_path / "site", "daemon", "rules", "voice"))
    assert done.returncode == 1
    assert done.stdout == ""
    said = done.stderr.splitlines()[-1]
    assert f"`{said}`" in (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
