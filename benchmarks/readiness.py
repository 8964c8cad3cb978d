"""How soon the ears are ready after they are asked for, and how much memory their process takes.

`python -m benchmarks.readiness` starts the voice child as the daemon does and has it listen in a
virtual room (PulseAudio without hardware), several times. Beside it the start of Python with numpy
is measured, so that the figure means something on another machine too.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.virtual_room import sound_server
from voice.base.children import own_program
from voice.child.frames import line
from voice.child.messages import HearAs, Listen
from voice.language.kinds import Kind

RUNS = 7
_LISTEN = line(1, Listen(Kind.SCORE, 0.0))
_HEAR = line(2, HearAs(Kind.SCORE, "three", "en-us", 140))


def main() -> None:
    """Print seconds, their ratio, and megabytes."""
    argparse.ArgumentParser(prog="python -m benchmarks.readiness", description=__doc__).parse_args()
    with TemporaryDirectory() as name, sound_server(Path(name)) as server:
        os.environ["PULSE_SERVER"] = f"unix:{server.socket}"
        measured = [(bare_python(), *listening()) for _ in range(RUNS)]
    plain, ready, peak = (statistics.median(column) for column in zip(*measured, strict=True))
    print(f"Python with numpy starts and ends in {plain:.3f} s")
    print(f"ready to listen, silence told after  {ready:.3f} s ({ready / plain:.1f} times that)")
    print(f"the process takes at most            {peak:.0f} MB")


def bare_python() -> float:
    """Seconds that Python takes to start, import numpy and end."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    return time.monotonic() - began


def listening() -> tuple[float, float]:
    """Seconds until the first moment of sound was listened to; the peak of memory in MB."""
    began = time.monotonic()
    command = own_program("voice", "serve")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(_LISTEN)
        child.stdin.flush()
        reply = child.stdout.readline()
        assert b"silence" in reply, reply
        seconds = time.monotonic() - began
        child.stdin.write(_HEAR)
        child.stdin.flush()
        child.stdout.readline()
        status = Path(f"/proc/{child.pid}/status").read_text()
        child.stdin.close()
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return seconds, int(peak) / 1024


if __name__ == "__main__":
    main()
