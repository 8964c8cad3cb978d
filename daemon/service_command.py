"""`easeback service`: the daemon as a systemd user service."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from daemon import paths
from daemon.errors import CannotRun

Commands = Any  # argparse keeps the type of its sub-parsers private

UNIT = "easeback.service"


def add_commands(commands: Commands) -> None:
    """Add `service` to the parser."""
    service = commands.add_parser(
        "service",
        help="have the daemon always running (systemd)",
        description="Installs the daemon as a user service that starts when you log in, says how "
        "it is, or removes it. Your data stays; `easeback forget` erases it.",
    )
    service.add_argument("what", choices=("install", "status", "uninstall"))
    service.set_defaults(run=lambda arguments: _ACTIONS[arguments.what]())


def state() -> str:
    """What systemd says of the service: "active", "inactive", "failed", "not installed"."""
    if not paths.unit_file().exists():
        return "not installed"
    return _systemctl("is-active", UNIT, check=False).stdout.strip() or "unknown"


def _install() -> int:
    _systemctl("show-environment")
    unit = paths.unit_file()
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(_unit_text(), "utf-8")
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", UNIT)
    print(f"Installed: {unit}")
    print("easeback starts when you log in. How it is: easeback service status")
    return 0


def _status() -> int:
    print(f"The service is {state()}.")
    if paths.unit_file().exists():
        print(f"Its log: journalctl --user -u {UNIT}")
    return 0


def _uninstall() -> int:
    unit = paths.unit_file()
    if not unit.exists():
        print("The service is not installed.")
        return 0
    _systemctl("disable", "--now", UNIT)
    unit.unlink()
    _systemctl("daemon-reload")
    print("The service is removed. Your data stays; to erase it: easeback forget")
    return 0


_ACTIONS = {"install": _install, "status": _status, "uninstall": _uninstall}


def _unit_text() -> str:
    program = Path(sys.executable).with_name("easeback")
    if not program.exists():
        raise CannotRun(f"service: {program} is missing; install easeback with pip or pipx")
    start = f"ExecStart={_quoted(program)} run"
    lines = _shipped().read_text("utf-8").splitlines()
    kept = [start if line.startswith("ExecStart=") else line for line in lines]
    return "\n".join(line for line in kept if not line.startswith("#")).strip() + "\n"


def _quoted(program: Path) -> str:
    # systemd reads % as its own and splits at blanks.
    escaped = str(program).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _shipped() -> Path:
    beside = Path(__file__).parents[1] / "systemd" / UNIT
    installed = Path(sysconfig.get_path("data")) / "share" / "easeback" / UNIT
    return beside if beside.exists() else installed


def _systemctl(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemctl")
    if program is None:
        raise CannotRun("service: systemctl is missing; start `easeback run` with your desktop")
    command = [program, "--user", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if check and done.returncode:
        reason = done.stderr.strip() or f"exit code {done.returncode}"
        raise CannotRun(f"service: systemctl --user {' '.join(arguments)}: {reason}")
    return done
