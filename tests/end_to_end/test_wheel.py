"""The wheel: installed into environments of its own, it does everything and leaves nothing."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (
    *("daemon", "rules", "voice", "systemd"),
    *("config.example.toml", "pyproject.toml", "setup.py", "README.md"),
)
# Every test has a home of its own: what is beside the real one is found before.
OTHERS = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
CACHE = os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv"))
MOST_BYTES = 10_000_000
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# They search for counterexamples, which are the same in every Python.
SLOW = "*_law*.py"
TESTING = ("hypothesis", "jsonschema", "pytest")
UV = Path(sys.executable).with_name("uv")
# What a new user does, one after the other; {home} is their home.
WALK = (
    "--version",
    "init --defaults --injury-weeks 6",
    "log --at yesterday --warmup 2 --faded yes --late 0 --minutes 20 --distance 2mi",
    "next --json",
    "status",
    "history --json",
    "plan",
    "strength done",
    "report --to {home}/report.html",
    "export --format ics --to {home}/runs.ics",
    "export --to {home}/diary.json",
    "import {home}/diary.json",
    "import {home}/run.gpx",
    "rules verify",
    "completion fish",
    "say --to {home}/three.wav three",
    "hear --for score --json {home}/three.wav",
)


def run(*command: Any) -> str:
    """Its output; any other end than success fails with all it wrote."""
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "UV_CACHE_DIR": CACHE},
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Not in the working tree: what an earlier build left there would end up in this one.
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in (*SOURCES, "LICENSE"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name)
        else:
            shutil.copy(ROOT / name, source)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", out, source)
    (built,) = out.glob("*.whl")
    return built


RecordProperty = Callable[[str, object], None]
Install = Callable[..., Path]


@pytest.fixture
def install(wheel: Path, tmp_path: Path) -> Install:
    """Installs the wheel for a Python; gives the folder of the installed programs."""

    def installed(python: str | Path, *, lowest: bool = False) -> Path:
        place = tmp_path / "venv"
        run(UV, "venv", "--quiet", "--no-python-downloads", "--python", python, place)
        into = (UV, "pip", "install", "--quiet", "--python", place / "bin" / "python")
        if lowest:
            run(*into, "--resolution", "lowest-direct", "-r", ROOT / "pyproject.toml")
        run(*into, *(["--no-deps"] if lowest else []), wheel)
        return place / "bin"

    return installed


def other_python(version: str) -> Path:
    """A Python of this version, where the machine has one."""
    if sys.version.startswith(f"{version}."):
        return Path(sys.executable)
    found = [*OTHERS.glob(f"{version}.*/bin/python"), Path(f"/usr/bin/python{version}")]
    for python in found:
        if python.exists():
            return python
    pytest.skip(f"there is no Python {version} here")


def test_it_is_small_and_whole(wheel: Path) -> None:
    assert wheel.stat().st_size <= MOST_BYTES
    names = zipfile.ZipFile(wheel).namelist()
    for end in (
        "voice/models/tiny-en/am/final.mdl",
        "voice/models/tiny-en/CARD.md",
        "daemon/data/report.html",
        "share/easeback/config.example.toml",
        "share/easeback/easeback.service",
        "share/man/man1/easeback.1",
        "licenses/LICENSE",
    ):
        assert any(name.endswith(end) for name in names), end
    assert not [name for name in names if name.startswith(("tests", "training", "benchmarks"))]


def walk(programs: Path, home: Path) -> None:
    """Every step of the walk works, and the program is the installed one."""
    place = run(programs / "python", "-c", "import daemon; print(daemon.__file__)")
    assert "site-packages" in place
    (home / "run.gpx").write_text(
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
        '<trkpt lat="50" lon="8"><time>2026-01-05T07:00:00Z</time></trkpt>'
        '<trkpt lat="50.01" lon="8"><time>2026-01-05T07:20:00Z</time></trkpt>'
        "</trkseg></trk></gpx>"
    )
    run(programs / "easeback", "log", "--at", "2026-01-05")
    for line in WALK:
        said = run(programs / "easeback", *line.format(home=home).split())
    assert json.loads(said)["value"] == 3
    doctor = json.loads(run(programs / "easeback", "doctor", "--json"))
    assert {doctor[part]["state"] for part in ("mouth", "ears", "diary")} == {"present"}
    assert "first run" in (home / "report.html").read_text().lower()


def test_a_new_user_s_first_day_and_last(
    install: Install, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = install(sys.executable)
    home = tmp_path / "runner"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    walk(programs, home)
    manual = programs.parent / "share" / "man" / "man1" / "easeback.1"
    assert "easeback \\- offline assistant" in manual.read_text()
    run(programs / "easeback", "service", "uninstall")
    run(programs / "easeback", "forget", "--yes")
    theirs = {"run.gpx", "report.html", "runs.ics", "diary.json", "three.wav"}
    left = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert left == theirs
    assert not list(home.rglob("easeback*"))


def test_the_lowest_versions_that_are_allowed_do_as_well(install: Install, home: Path) -> None:
    walk(install(sys.executable, lowest=True), home)


@pytest.mark.parametrize("version", PYTHONS)
def test_every_python_that_is_here_does_as_well(
    version: str, install: Install, tmp_path: Path, record_property: RecordProperty
) -> None:
    """Told at the end of the run: see conftest.py."""
    python = other_python(version)
    programs = install(python)
    if version != f"{sys.version_info.major}.{sys.version_info.minor}":
        walk(programs, tmp_path)
        # One day with all parts; the other days are the same parts again.
        (scenario,) = programs.parent.glob("lib/*/site-packages/daemon/data/scenarios/1-*.toml")
        run(programs / "easeback", "rehearse", "--scenario", scenario)
    run(UV, "pip", "install", "--quiet", "--python", programs / "python", *TESTING)
    # Without the sources beside them, the tests of the rules test what is installed.
    for part in ("tests/rules", "docs"):
        shutil.copytree(ROOT / part, tmp_path / "copy" / part)
    # conftest.py: no deadline for an example on a machine that is busy.
    for file in ("__init__.py", "conftest.py", "runners.py"):
        shutil.copy(ROOT / "tests" / file, tmp_path / "copy" / "tests")
    command = (programs / "python", "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    run(*command, "--rootdir", tmp_path / "copy", f"--ignore-glob={SLOW}", tmp_path / "copy")
    record_property("wheel on Python", run(python, "-V").split()[1])
