"""How long a session is without a part that dies, and how soon it has it again.

    python -m benchmarks.faults [--rounds 3]

The real voice child and a real sound server in a virtual room; a score is asked for, and the part
dies while the microphone is open or while easeback speaks. "goes on" is the time from the fault to
the next way of answering being offered, "is back" the time from the part working again (at once
for a child that is started anew) to speech and hearing; seconds, median. They hold for a machine
with nothing else to do. Needs what the end-to-end tests need: .ci/system-packages.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from statistics import median
from time import monotonic

from daemon.base.words import words
from tests.end_to_end.scene import Scene, scene

MOST_SECONDS = 3.0
_LOST = words("voice.lost", reason="").partition(":")[0]
_BACK = words("voice.back")

Seconds = tuple[float, float]


async def _blow(here: Scene, number: signal.Signals) -> Seconds:
    asking = asyncio.create_task(here.ask())
    await here.hears_the_runner()
    start = monotonic()
    os.kill(here.voice_process(), number)
    await here.shows(_LOST)
    lost = monotonic()
    await here.shows(_BACK)
    asking.cancel()
    return lost - start, monotonic() - lost


async def killed(here: Scene) -> Seconds:
    """The voice child is killed."""
    return await _blow(here, signal.SIGKILL)


async def hung(here: Scene) -> Seconds:
    """The voice child stands still."""
    return await _blow(here, signal.SIGSTOP)


async def server_killed(here: Scene) -> Seconds:
    """The sound server is killed, and started again."""
    asking = asyncio.create_task(here.ask())
    await here.hears_the_runner()
    start = monotonic()
    here.sound.process.kill()
    await here.shows(_LOST)
    lost = monotonic()
    await here.stop_sound()
    await here.start_sound()
    again = monotonic()
    await here.shows(_BACK)
    asking.cancel()
    return lost - start, monotonic() - again


async def server_mute(here: Scene) -> Seconds:
    """The sound server accepts and never answers; counted from the end of what was to be said."""
    text = "This is long enough to fill what the speaker takes without playing."
    start = monotonic()
    await here.room.say(text)
    length = monotonic() - start
    here.sound.process.send_signal(signal.SIGSTOP)
    start = monotonic()
    await here.room.say(text)
    lost = monotonic() - start - length
    here.sound.process.send_signal(signal.SIGCONT)
    again = monotonic()
    await here.shows(_BACK)
    return lost, monotonic() - again


FAULTS: tuple[Callable[[Scene], Awaitable[Seconds]], ...] = (
    killed,
    hung,
    server_killed,
    server_mute,
)


async def measured(fault: Callable[[Scene], Awaitable[Seconds]]) -> Seconds:
    """One round."""
    async with asyncio.timeout(120), scene() as here:
        return await fault(here)


def main() -> int:
    """Print the table; 1 where a session stood still for too long."""
    parser = argparse.ArgumentParser(prog="benchmarks.faults")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    slow = False
    print("goes on  is back  what died")
    for fault in FAULTS:
        times = [asyncio.run(measured(fault)) for _ in range(rounds)]
        lost, back = (median(column) for column in zip(*times, strict=True))
        slow |= lost > MOST_SECONDS
        print(f"{lost:7.2f}  {back:7.2f}  {fault.__doc__}", flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
