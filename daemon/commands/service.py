"""`easeback service`: the daemon as a systemd user service."""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from daemon.base import paths
from daemon.base.errors import CannotRun
from daemon.base.lock import only_one
from daemon.base.words import words
from daemon.commands import Commands
from daemon.commands.output import add_json, tell
from daemon.settings.config import load_config
from voice.base.whole_file import write_whole

UNIT = "easeback.service"
# Some systems forbid user namespaces, and a unit that asks for these would not start there.
_NEED_NAMESPACES = ("Private", "Protect", "ReadWritePaths")
_LINES = "200"

_Told = tuple[dict[str, Any], list[str]]
"""What an action answers: values for programs, and lines."""


def add_commands(commands: Commands) -> None:
    """Add `service` and `logs` to the parser."""
    service = commands.add_parser(
        "service",
        help="have the daemon always running (systemd)",
        description="Installs the daemon as a user service that starts when you log in, says how "
        "it is, or removes it. Your data stays; `easeback forget` erases it.",
        epilog="example: easeback service install",
    )
    service.add_argument("what", choices=("install", "status", "uninstall"))
    add_json(service)
    service.set_defaults(run=_service)
    logs = commands.add_parser(
        "logs",
        help="what the daemon logged as a service",
        description="The newest lines of the service's log, which the systemd journal keeps. "
        "Answers and decisions are not in it.",
        epilog="example: easeback logs --follow",
    )
    logs.add_argument("--follow", action="store_true", help="go on with new lines until Ctrl-C")
    logs.set_defaults(run=_logs)


def state() -> str:
    """What systemd says of the service: "active", "inactive", "failed", "not installed"."""
    if not paths.unit_file().exists():
        return "not installed"
    return _systemctl("is-active", UNIT, check=False).stdout.strip() or "unknown"


def _service(arguments: argparse.Namespace) -> int:
    values, lines = _ACTIONS[arguments.what]()
    return tell(arguments, values, *lines)


def _install() -> _Told:
    # What would keep the daemon from starting is told here rather than in its log.
    load_config(paths.config_file())
    _systemctl("show-environment")
    unit, isolated = paths.unit_file(), _namespaces_allowed()
    text = _unit_text(isolated)
    if unit.exists():
        _systemctl("stop", UNIT)
    with only_one("daemon", paths.store_file()):
        unit.parent.mkdir(parents=True, exist_ok=True)
        write_whole(unit, text)
    try:
        _systemctl("daemon-reload")
        _systemctl("enable", "--now", UNIT)
    except CannotRun:
        _remove(unit)
        raise
    lines = [words("service.installed", unit=unit)]
    if not isolated:
        lines.append(words("service.not_walled"))
    values = {"unit": str(unit), "walled_off": isolated}
    return values, [*lines, words("service.starts")]


def _status() -> _Told:
    now = state()
    if now == "not installed":
        return {"state": now, "detail": "", "restarts": 0}, [words("service.absent")]
    lines = [words("service.state", state=now)]
    shown = _systemctl("show", UNIT, "--property=NRestarts,StatusText", check=False).stdout
    fields = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    detail, restarts = fields.get("StatusText", ""), int(fields.get("NRestarts") or 0)
    lines += [detail] if detail else []
    lines += [words("service.restarts", n=restarts)] if restarts else []
    values = {"state": now, "detail": detail, "restarts": restarts}
    return values, [*lines, words("service.log")]


def _logs(arguments: argparse.Namespace) -> int:
    program = shutil.which("journalctl")
    if program is None:
        raise CannotRun(words("service.no_log_program"))
    if not paths.unit_file().exists():
        raise CannotRun(words("service.no_log"))
    follow = ["--follow"] if arguments.follow else ["--no-pager"]
    command = [program, "--user", f"--unit={UNIT}", f"--lines={_LINES}", *follow]
    return 3 if subprocess.call(command) else 0


def _uninstall() -> _Told:
    unit = paths.unit_file()
    if not unit.exists():
        return {"removed": False}, [words("service.absent")]
    _remove(unit)
    return {"removed": True}, [words("service.removed")]


_ACTIONS = {"install": _install, "status": _status, "uninstall": _uninstall}


def _remove(unit: Path) -> None:
    _systemctl("disable", "--now", UNIT, check=False)
    unit.unlink()
    _systemctl("daemon-reload")
    _systemctl("reset-failed", UNIT, check=False)


def _namespaces_allowed() -> bool:
    program = shutil.which("systemd-run")
    if program is None:
        return False
    wanted = ("PrivateUsers=yes", "PrivateNetwork=yes", "ProtectSystem=strict")
    command = [program, "--user", "--quiet", "--wait", *(f"--property={line}" for line in wanted)]
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def _unit_text(isolated: bool) -> str:
    program = Path(sys.executable).with_name("easeback")
    if not program.exists():
        raise CannotRun(words("service.no_program", program=program))
    text = _shipped().read_text("utf-8")
    text = text.replace("%h/.local/bin/easeback", _quoted(program))
    text = text.replace("%h/.local/share/easeback", _quoted(paths.store_file().parent))
    text = text.replace("%h/.cache/easeback", _quoted(paths.cache_folder()))
    # Without these the daemon would keep another diary than this shell's commands.
    own = [f"{name}={os.environ[name]}" for name in paths.VARIABLES if os.environ.get(name)]
    environment = "".join(f"Environment={_quoted(line)}\n" for line in own)
    text = text.replace("ExecStart=", f"{environment}ExecStart=", 1)
    unwanted = ("#",) if isolated else ("#", *_NEED_NAMESPACES)
    return (
        "\n".join(line for line in text.splitlines() if line and not line.startswith(unwanted))
        + "\n"
    )


def _quoted(value: Path | str) -> str:
    # systemd reads % as its own and splits at blanks.
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _shipped() -> Path:
    beside = Path(__file__).parents[2] / "systemd" / UNIT
    installed = Path(sysconfig.get_path("data")) / "share" / "easeback" / UNIT
    return beside if beside.exists() else installed


def _systemctl(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemctl")
    if program is None:
        raise CannotRun(words("service.no_systemd"))
    command = [program, "--user", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    if check and done.returncode:
        reason = done.stderr.strip() or words("process.code", code=done.returncode)
        raise CannotRun(f"service: systemctl --user {' '.join(arguments)}: {reason}")
    return done
