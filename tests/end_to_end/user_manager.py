"""A real systemd user manager, for a user who exists only inside a mount namespace.

Nothing outside changes but a cgroup of its own, which is removed. Needs root, as only root may
give a process another user.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import need, started, wait_for

USER = 7654
_REPOSITORY = Path(__file__).parents[2]
_CGROUPS = ("/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified")
_MANAGER = "/lib/systemd/systemd"

# $1 the folder, $2 the user's number; then what the user must be able to read.
_ENTER = """set -e
folder=$1 user=$2; shift 2
mkdir -m 700 $folder/home $folder/run; chown $user:$user $folder/home $folder/run
for root in $CGROUPS; do
    [ -f $root/cgroup.procs ] || continue
    mkdir -p $root/easeback-$$; chown -R $user $root/easeback-$$
    echo $$ >$root/easeback-$$/cgroup.procs
done
mount -t tmpfs tmpfs /run/systemd; mkdir /run/systemd/system
for kind in passwd group; do cp /etc/$kind $folder/$kind; done
echo "runner:x:$user:$user::/home/runner:/bin/sh" >>$folder/passwd
echo "runner:x:$user:" >>$folder/group
for kind in passwd group; do mount --bind $folder/$kind /etc/$kind; done
n=0
for path; do
    n=$((n + 1)); mkdir $folder/$n; mount --bind $path $folder/$n
done
mount -t tmpfs -o mode=755 tmpfs /home; mount -t tmpfs -o mode=755 tmpfs /root
n=0
for path; do
    n=$((n + 1)); mkdir -p $path; mount --bind $folder/$n $path
done
mkdir /home/runner; mount --bind $folder/home /home/runner
exec setpriv --reuid=$user --regid=$user --clear-groups \\
    env -i HOME=/home/runner PATH=$PATH XDG_RUNTIME_DIR=$folder/run $MANAGER --user
"""


class UserManager:
    """The manager, and what its user can do."""

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]") -> None:
        self.home = folder / "home"
        self.run = folder / "run"
        self.bound = _bound()
        self._process = process

    def do(self, *command: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a program as the user."""
        user = (f"--reuid={USER}", f"--regid={USER}", "--clear-groups")
        environment = ("HOME=/home/runner", f"PATH={os.environ['PATH']}")
        return subprocess.run(
            [
                *("nsenter", "--mount", "--target", str(self._process.pid)),
                *("setpriv", *user, "env", "-i", *environment, f"XDG_RUNTIME_DIR={self.run}"),
                *command,
            ],
            capture_output=True,
            text=True,
            check=check,
            stdin=subprocess.DEVNULL,
        )

    def easeback(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run the command line as the user."""
        program = str(Path(sys.executable).with_name("easeback"))
        return self.do(program, *arguments, check=check)

    def configure(self, name: str, settings: str) -> None:
        """Add settings to the service that will be installed, or is."""
        folder = self.home / ".config/systemd/user/easeback.service.d"
        folder.mkdir(parents=True, exist_ok=True)
        for made in (folder, *list(folder.parents)[:3]):
            os.chown(made, USER, USER)
        (folder / f"{name}.conf").write_text(f"[Service]\n{settings}\n")
        self.do("systemctl", "--user", "daemon-reload")

    def shown(self, unit: str, name: str) -> str:
        """A property of a unit."""
        command = ("systemctl", "--user", "show", "--value", f"--property={name}", unit)
        return self.do(*command).stdout.strip()


def _readable() -> Sequence[Path]:
    """What the user must be able to read: the interpreter, its packages, and the project."""
    return list(dict.fromkeys((Path(sys.base_prefix), Path(sys.prefix), _REPOSITORY)))


def _bound() -> str:
    """A clone in /tmp would be hidden from the service too."""
    paths = [path for path in _readable() if path.is_relative_to("/tmp")]
    return "\n".join(f"BindReadOnlyPaths={path}" for path in paths)


@contextmanager
def user_manager() -> Iterator[UserManager]:
    """A manager that is up, and gone afterwards with all that it started."""
    if os.geteuid() != 0:
        pytest.skip("a user manager of its own needs root")
    need("unshare", "nsenter", "setpriv", "systemctl", "systemd-run", _MANAGER)
    # Not in /tmp, of which a service with PrivateTmp sees nothing.
    with tempfile.TemporaryDirectory(prefix="easeback-", dir="/run") as name:
        folder = Path(name)
        folder.chmod(0o755)
        # A home that hides what the user must read is put out of the way, and these put back.
        hidden = [path for path in _readable() if path.parts[1] in ("root", "home")]
        command = ["unshare", "--mount", "sh", "-c", _ENTER, "enter", name, str(USER)]
        environment = {**os.environ, "CGROUPS": " ".join(_CGROUPS), "MANAGER": _MANAGER}
        log = folder / "log"
        with (
            log.open("wb") as errors,
            started([*command, *map(str, hidden)], env=environment, stderr=errors) as process,
        ):
            manager = UserManager(folder, process)
            try:
                wait_for(lambda: (folder / "run/systemd/private").exists() or process.poll())
                if process.poll() is not None:
                    # Some containers allow no mounts, or no cgroup of one's own.
                    pytest.skip(f"no user manager can be started here: {log.read_text().strip()}")
                manager.configure("see-the-program", manager.bound)
                yield manager
            finally:
                process.terminate()
                process.wait(20)
                _remove_cgroups(process.pid)


def _remove_cgroups(number: int) -> None:
    for root in map(Path, _CGROUPS):
        top = root / f"easeback-{number}"
        for folder in (*sorted(top.rglob("*/"), reverse=True), top):
            if folder.is_dir():
                folder.rmdir()
