"""`easeback run` as a process whose clock is ours."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import need, started, wait_for

RUN = [sys.executable, "-m", "daemon", "run"]


@contextmanager
def running(clock: str, out: Path, zone: str = "UTC") -> Iterator[subprocess.Popen[bytes]]:
    """The daemon, started when its clock shows this time in this zone."""
    with out.open("wb") as file:
        environment = {**os.environ, **faked(clock), "TZ": zone, "PYTHONUNBUFFERED": "1"}
        with started(RUN, stdout=file, stderr=file, env=environment) as daemon:
            wait_for(lambda: "ready" in out.read_text() or daemon.poll() is not None)
            try:
                yield daemon
            finally:
                daemon.send_signal(signal.SIGTERM)
                daemon.wait(60)


def faked(clock: str) -> dict[str, str]:
    """What faketime sets; the program itself would stand between the daemon and its signals.

    A `clock` that is a file's path is read from that file, again and again.
    """
    need("faketime")
    shown = subprocess.run(
        ["faketime", "2026-03-02 00:00:00", "env"], capture_output=True, text=True, check=True
    ).stdout
    library = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)["LD_PRELOAD"]
    if clock.startswith("/"):
        # Only the wall clock is set while a machine runs.
        steady = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        reread = {"FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_NO_CACHE": "1"}
        return {"LD_PRELOAD": library, **reread, **steady}
    return {"LD_PRELOAD": library, "FAKETIME": f"@{clock}"}
