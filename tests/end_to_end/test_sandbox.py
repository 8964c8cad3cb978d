"""Every line of the unit that forbids something: done without it, refused with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end import forbidden
from tests.end_to_end.user_manager import UserManager, user_manager
from tests.processes import need

UNIT = Path(__file__).parents[2] / "systemd" / "easeback.service"
# What the line is for, as a name in forbidden.TRIES.
PROOFS = {
    "UMask=0077": "world-readable file",
    "RestrictAddressFamilies=AF_UNIX": "internet socket",
    "NoNewPrivileges=yes": "gain privileges",
    "CapabilityBoundingSet=": "keep capabilities",
    "LockPersonality=yes": "change personality",
    "MemoryDenyWriteExecute=yes": "write and execute",
    "RestrictNamespaces=yes": "new namespace",
    "RestrictRealtime=yes": "real time",
    "RestrictSUIDSGID=yes": "setuid bit",
    "SystemCallArchitectures=native": "other architecture",
    "SystemCallFilter=@system-service": "trace",
    "SystemCallFilter=~@privileged @resources": "change owner",
    "PrivateUsers=yes": "other users",
    "PrivateNetwork=yes": "network",
    "PrivateTmp=yes": "others' temporary files",
    "ProtectSystem=strict": "write elsewhere",
    "ProtectHome=read-only": "write to the home",
    "ProtectClock=yes": "read the kernel's clock",
    "ProtectHostname=yes": "host name",
}
# These shape the service; they forbid nothing.
_OTHERS = (
    *("Type", "ExecStart", "Restart", "WatchdogSec", "TimeoutStopSec", "RuntimeDirectory"),
    *("ReadWritePaths", "SystemCallErrorNumber", "Environment", "UnsetEnvironment"),
)


@pytest.fixture(scope="module")
def manager() -> Iterator[UserManager]:
    marker = Path("/var/tmp/easeback-outside")
    with user_manager() as running:
        marker.touch()
        running.do("mkdir", "-p", "/home/runner/.cache/easeback")
        for kind in ("net", "uts"):
            link = str(Path(f"/proc/self/ns/{kind}").readlink())
            (running.home / f".cache/easeback/outside-{kind}").write_text(link)
        try:
            yield running
        finally:
            marker.unlink()


def tried(manager: UserManager, name: str, *lines: str) -> "subprocess.CompletedProcess[str]":
    """Try it as a service with these lines alone."""
    properties = [f"--property={line}" for line in lines]
    if lines and lines[0].startswith(("Private", "Protect", "Capability")):
        properties.append("--property=PrivateUsers=yes")
    if lines and lines[0].startswith("PrivateTmp"):
        properties += [f"--property={line}" for line in manager.bound.splitlines()]
    properties.append("--property=SystemCallErrorNumber=EPERM")
    command = ("systemd-run", "--user", "--quiet", "--wait", "--pipe", *properties)
    return manager.do(*command, sys.executable, forbidden.__file__, name, check=False)


def hardening() -> list[str]:
    lines = UNIT.read_text().partition("[Service]")[2].partition("[Install]")[0].splitlines()
    return [line for line in lines if line and not line.startswith(("#", *_OTHERS))]


def test_no_line_is_without_its_proof() -> None:
    assert hardening() == list(PROOFS)
    assert set(PROOFS.values()) <= set(forbidden.TRIES)


@pytest.mark.parametrize("line", PROOFS)
def test_a_line_forbids_what_is_possible_without_it(manager: UserManager, line: str) -> None:
    without = tried(manager, PROOFS[line])
    assert without.returncode == 0, without.stdout + without.stderr
    alone = tried(manager, PROOFS[line], line)
    assert alone.returncode == 1, alone.stdout + alone.stderr


def test_the_service_can_do_none_of_it(manager: UserManager) -> None:
    out = "/home/runner/.cache/easeback/tried"
    tries = "; ".join(
        f'"{sys.executable}" "{forbidden.__file__}" "{name}" >/dev/null && echo "{name}" >>{out}'
        for name in forbidden.TRIES
    )
    script = manager.home / ".cache/easeback/try.sh"
    script.write_text(f": >{out}\n{tries}\ntrue\n")
    manager.configure("try", f"Type=oneshot\nExecStart=\nExecStart=/bin/sh {script_path()}")
    unit = manager.home / ".config/systemd/user/easeback.service"
    unit.write_text(UNIT.read_text().replace("Restart=on-failure\n", ""))
    manager.do("systemctl", "--user", "daemon-reload")
    manager.do("systemctl", "--user", "start", "easeback.service")
    assert (manager.home / ".cache/easeback/tried").read_text() == ""


def script_path() -> str:
    return "/home/runner/.cache/easeback/try.sh"


def test_its_exposure_is_low(tmp_path: Path) -> None:
    need("systemd-analyze")
    command = ["systemd-analyze", "--user", "security", "--offline=yes", "--threshold=25"]
    done = subprocess.run(
        [*command, "--no-pager", UNIT],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout
