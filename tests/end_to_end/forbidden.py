"""What the unit forbids, tried: each name exits 0 where it could be done and 1 where not.

Run inside and outside of the sandbox by test_sandbox.py, as a plain script.
"""

import ctypes
import mmap
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_USER_NAMESPACE = 0x10000000
_NO_RANDOM_ADDRESSES = 0x0040000
# A static program for 32-bit x86 that exits with 42: header, one segment, "exit(42)".
_CODE = bytes.fromhex("b801000000bb2a000000cd80")
_ELF = (
    bytes.fromhex("7f454c460101010000000000000000000200030001000000")
    + (0x08048054).to_bytes(4, "little")
    + bytes.fromhex("340000000000000000000000340020000100000000000000")
    + b"".join(
        number.to_bytes(4, "little")
        for number in (1, 0, 0x08048000, 0x08048000, 84 + len(_CODE), 84 + len(_CODE), 5, 0x1000)
    )
    + _CODE
)


def _own(name: str) -> Path:
    """A file where the service may write."""
    folder = Path.home() / ".cache" / "easeback"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _system_call(name: str, *arguments: object) -> None:
    if getattr(_LIBC, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _status(key: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{key}:"))


def _require(condition: bool, why: str) -> None:
    if not condition:
        raise PermissionError(why)


def _setuid_bit() -> None:
    file = _own("setuid")
    file.touch()
    file.chmod(0o4700)


def _program_of_another_architecture() -> None:
    file = _own("elf32")
    file.write_bytes(_ELF)
    file.chmod(0o700)
    _require(subprocess.run([file], check=False).returncode == 42, "it was killed")


def _real_time() -> None:
    try:
        # Nobody has this number: who may ask at all is told so.
        os.sched_setscheduler(1 << 22, os.SCHED_FIFO, os.sched_param(1))
    except ProcessLookupError:
        return


def _world_readable() -> None:
    file = _own("mode")
    file.unlink(missing_ok=True)
    file.touch()
    _require(bool(file.stat().st_mode & 0o044), "the file is private")


def _same_as_outside(kind: str) -> Callable[[], None]:
    """The manager, which is outside of the sandbox, put the link of its namespace there."""

    def look() -> None:
        outside = _own(f"outside-{kind}").read_text()
        _require(str(Path(f"/proc/self/ns/{kind}").readlink()) == outside, "it is another one")

    return look


TRIES: dict[str, Callable[[], object]] = {
    "internet socket": lambda: socket.socket(socket.AF_INET).close(),
    "gain privileges": lambda: _require(_status("NoNewPrivs") == "0", "they cannot be gained"),
    "keep capabilities": lambda: _require(int(_status("CapBnd"), 16) != 0, "none is left"),
    "change personality": lambda: _system_call("personality", _NO_RANDOM_ADDRESSES),
    "write and execute": lambda: mmap.mmap(-1, 4096, prot=7).close(),
    "new namespace": lambda: _system_call("unshare", _NEW_USER_NAMESPACE),
    "real time": _real_time,
    "setuid bit": _setuid_bit,
    "other architecture": _program_of_another_architecture,
    "trace": lambda: _system_call("ptrace", 0, 0, 0, 0),
    "change owner": lambda: os.chown(Path.home(), -1, -1),
    "change priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 5),
    "world-readable file": _world_readable,
    "other users": lambda: _require(
        len(Path("/proc/self/uid_map").read_text().split("\n")[0].split()) == 3
        and int(Path("/proc/self/uid_map").read_text().split()[2]) > 1,
        "there are none",
    ),
    "network": _same_as_outside("net"),
    "host name": _same_as_outside("uts"),
    "others' temporary files": lambda: Path("/var/tmp/easeback-outside").stat(),
    "write to the home": lambda: (Path.home() / "outside").touch(),
    "write elsewhere": lambda: (Path(os.environ["XDG_RUNTIME_DIR"]) / "outside").touch(),
    "read the kernel's clock": lambda: _system_call("adjtimex", ctypes.create_string_buffer(512)),
}


def main(name: str) -> int:
    """0 where it can be done."""
    try:
        TRIES[name]()
    except OSError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
