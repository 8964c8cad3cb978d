"""Random and mutated frames against the control socket: always an answer or a close, never stuck.

    python -m benchmarks.fuzz [--frames 1000000] [--seed 1]

The real server, with the real operations on a diary of its own, gets frames over its socket on
several connections at once: random bytes, random JSON, requests with bytes changed, cut, doubled or
swapped, values of wrong kinds, frames that are too long, connections cut in the middle. Every line
must be answered with one JSON object, or the connection closed; after every batch the daemon must
still say how it is. Only the limit on the pace is off. Before that the protocol alone reads as
many: whatever it does but take or refuse a frame ends the program. Exit code 1 where anything else
happens.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from daemon.base import paths
from daemon.base.long_path import short
from daemon.control.health import states
from daemon.control.operations import Operations
from daemon.control.protocol import MOST_BYTES, BadFrame, frame_from
from daemon.control.server import ControlServer
from daemon.hosting.board import Board
from daemon.hosting.host import Opened, SessionHost
from daemon.hosting.hosted_terminal import HostedTerminal
from daemon.hosting.inbox import Inbox
from daemon.reminders.scheduler import Watch
from daemon.reminders.speaker import Speaker
from daemon.rooms.typed_room import TypedRoom
from daemon.session.conductor import Room
from daemon.settings.config import Config
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.fakes.notifier import FakeNotifier

CONNECTIONS = 8
BATCH = 50
# Far more than anything takes that is not stuck.
PATIENCE_SECONDS = 30.0
STATUS = b'{"v": 1, "id": "alive", "op": "status"}\n'
READS: tuple[dict[str, Any], ...] = (
    {"op": "status"},
    {"op": "next"},
    {"op": "session", "since": 3},
    {"op": "command", "name": "pause"},
    {"op": "look"},
    {"op": "reload"},
)
WRITES: tuple[dict[str, Any], ...] = (
    {"op": "start", "session": "checkin", "new_run": True},
    {"op": "start", "session": "warmup"},
    {"op": "answer", "text": "three", "question": "warmup", "attempt": 1},
    {"op": "answer", "text": "no"},
    {"op": "command", "name": "stop"},
    {"op": "snooze", "minutes": 30},
    {"op": "skip"},
    {"op": "undo"},
)
# A diary that grows with every second frame would be what is measured.
WRITING = 0.05
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    7,
    2**63,
    1e308,
    "",
    "three",
    "\ud800",
    "x" * 200,
    [],
    {},
    [[[]]],
)


class Stuck(Exception):
    """No answer, no close, or an answer that is none."""


def frame(chance: random.Random) -> bytes:
    """One frame, its newline included; there may be more newlines in it."""
    kind = chance.randrange(10)
    if kind == 0:
        return chance.randbytes(chance.randrange(60)) + b"\n"
    if kind == 1 and chance.random() < 0.02:
        return b"[" * chance.randrange(MOST_BYTES * 2) + b"\n"
    wanted = chance.choice(WRITES if chance.random() < WRITING else READS)
    request = {"v": 1, "id": chance.randrange(100), **wanted}
    if kind in (2, 3):
        request[chance.choice([*request, "odd"])] = chance.choice(VALUES)
    line = bytearray(json.dumps(request).encode())
    if kind >= 4:
        for _ in range(chance.randrange(4)):
            _mutate(line, chance)
    return bytes(line) + b"\n"


def _mutate(line: bytearray, chance: random.Random) -> None:
    at, end = sorted(chance.randrange(len(line) + 1) for _ in range(2))
    match chance.randrange(4):
        case 0:
            line[at:at] = chance.randbytes(1)
        case 1:
            del line[at : min(end, at + 8)]
        case 2:
            line[at:at] = line[at:end]
        case 3 if line:
            line[at % len(line)] ^= 1 << chance.randrange(8)


async def batter(path: Path, frames: int, seed: int) -> Counter[str]:
    """Send so many frames, a batch on each connection; returns the answers by their code."""
    chance = random.Random(seed)
    codes: Counter[str] = Counter()
    while frames > 0:
        size = min(BATCH, frames)
        frames -= size
        batch = b"".join(frame(chance) for _ in range(size))
        cut = chance.random() < 0.05
        sent = batch[: chance.randrange(len(batch))] if cut else batch
        answers = await _exchange(path, sent)
        lines = sent.count(b"\n")
        closed = bool(answers) and _code(answers[-1]) == "too_long"
        if len(answers) != lines and not closed:
            raise Stuck(f"{lines} lines, {len(answers)} answers: {sent!r:.2000}")
        codes.update(map(_code, answers))
        (alive,) = await _exchange(path, STATUS)
        if _code(alive) != "ok":
            raise Stuck(f"not well: {alive!r}")
    return codes


async def _exchange(path: Path, sent: bytes) -> list[bytes]:
    """What comes back until the other side has closed."""
    with short(path) as name:
        reader, writer = await asyncio.open_unix_connection(name)
    received = b""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            writer.write(sent)
            writer.write_eof()
            # Closed with frames still unread, a socket says so after what it had to tell.
            with suppress(ConnectionResetError):
                while part := await reader.read(65536):
                    received += part
        return received.splitlines()
    except TimeoutError:
        raise Stuck(f"no answer and no close: {sent!r:.2000}") from None
    except ConnectionError:
        return received.splitlines()
    finally:
        writer.close()


def _code(answer: bytes) -> str:
    values = json.loads(answer)
    return "ok" if values["ok"] else str(values["error"]["code"])


@asynccontextmanager
async def _terminal(inbox: Inbox, board: Board, opened: Opened) -> AsyncIterator[Room]:
    yield TypedRoom(HostedTerminal(inbox, board, FakeNotifier(), opened))


async def fuzz(frames: int, seed: int) -> Counter[str]:
    """All connections at once, against a server of the real parts. Raises Stuck."""
    settings = LiveSettings(Config(), table_in_force())
    host = SessionHost(settings, _terminal)
    watch = Watch(settings)
    look_round = partial(states, settings, watch, Speaker(settings), FakeNotifier().probe)
    operations = Operations(settings, watch, host, look_round, poll=0.01)
    share = frames // CONNECTIONS
    async with ControlServer(paths.control_socket(), operations.perform, rate=1e9):
        batters = [batter(paths.control_socket(), share, seed + n) for n in range(CONNECTIONS)]
        codes: Counter[str] = sum(await asyncio.gather(*batters), Counter())
    await host.close()
    return codes


def read(frames: int, seed: int) -> int:
    """Let the protocol alone read that many frames; how many were requests."""
    chance, requests = random.Random(seed), 0
    for _ in range(frames):
        for line in frame(chance).splitlines(keepends=True):
            with suppress(BadFrame):
                frame_from(line)
                requests += 1
    return requests


def main() -> int:
    """Print how often each answer came."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    start = time.monotonic()
    requests = read(arguments.frames, arguments.seed)
    seconds = time.monotonic() - start
    print(f"{arguments.frames:9}  frames read in {seconds:.0f} s, {requests} requests", flush=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            os.environ[name] = folder
        start = time.monotonic()
        try:
            codes = asyncio.run(fuzz(arguments.frames, arguments.seed))
        except Stuck as stuck:
            print(f"stuck: {stuck}")
            return 1
        seconds = time.monotonic() - start
    for code, number in codes.most_common():
        print(f"{number:9}  {code}")
    print(f"{arguments.frames:9}  frames in {seconds:.0f} s; {codes['fault']} faults")
    return int(codes["fault"] > 0)


if __name__ == "__main__":
    sys.exit(main())
