"""The control socket: who gets in, what is too much, and that nothing takes it down."""

import asyncio
import json
import os
import socket
import stat
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from daemon.base.errors import CannotRun, EasebackError, Refused
from daemon.base.long_path import short
from daemon.control import server
from daemon.control.protocol import MOST_BYTES, Look, Next, Request, Skip, Status, Undo
from daemon.control.server import ControlServer, Pace

LOOK = b'{"v": 1, "op": "look"}\n'


async def perform(request: Request) -> dict[str, Any]:
    match request:
        case Status():
            raise Refused("busy", "no")
        case Next():
            raise EasebackError("bad input")
        case Skip():
            raise CannotRun("disk full")
        case Undo():
            raise ValueError("a fault of ours")
    return {"did": type(request).__name__}


def served(path: Path, *works: Callable[[Path], Awaitable[None]], rate: float = 1e9) -> None:
    async def serve() -> None:
        async with ControlServer(path, perform, rate):
            for work in works:
                async with asyncio.timeout(10):
                    await work(path)

    asyncio.run(serve())


async def connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    with short(path) as name:
        return await asyncio.open_unix_connection(name)


async def ask(path: Path, *lines: bytes) -> list[Any]:
    """Send these bytes, then read until the other side closes or has answered each."""
    reader, writer = await connect(path)
    writer.write(b"".join(lines))
    answers: list[Any] = []
    # What was sent and not read makes a close a reset.
    with suppress(ConnectionResetError):
        while len(answers) < len(lines) and (line := await reader.readline()):
            answers.append(json.loads(line))
    writer.close()
    return answers


def test_requests_are_answered_in_their_order(tmp_path: Path) -> None:
    async def work(path: Path) -> None:
        first, second, third = await ask(path, LOOK, b"nonsense\n", LOOK)
        assert first == third == {"v": 1, "id": None, "ok": True, "did": "Look"}
        assert second["error"]["code"] == "bad_json"

    served(tmp_path / "s", work)


@pytest.mark.parametrize(
    ("operation", "code"),
    [("status", "busy"), ("next", "refused"), ("skip", "cannot"), ("undo", "fault")],
)
def test_what_goes_wrong_is_an_answer(tmp_path: Path, operation: str, code: str) -> None:
    async def work(path: Path) -> None:
        request = json.dumps({"v": 1, "id": 5, "op": operation}).encode() + b"\n"
        refused, fine = await ask(path, request, LOOK)
        assert (refused["id"], refused["error"]["code"]) == (5, code)
        assert fine["ok"]

    served(tmp_path / "s", work)


def test_the_socket_is_for_its_owner_and_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "s"
    path.parent.mkdir(mode=0o755)

    async def work(path: Path) -> None:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    served(path, work)
    assert not path.exists()


def test_another_user_is_not_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    us = os.getuid()

    async def work(path: Path) -> None:
        monkeypatch.setattr(os, "getuid", lambda: us + 1)
        assert await ask(path, LOOK) == []
        monkeypatch.setattr(os, "getuid", lambda: us)
        assert len(await ask(path, LOOK)) == 1

    served(tmp_path / "s", work)


def test_a_frame_that_never_ends_is_answered_and_closed(tmp_path: Path) -> None:
    async def work(path: Path) -> None:
        (answer,) = await ask(path, b"x" * (MOST_BYTES * 3), b"")
        assert answer["error"]["code"] == "too_long"

    served(tmp_path / "s", work)


def test_half_a_frame_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STALLED_SECONDS", 0.05)

    async def work(path: Path) -> None:
        assert await ask(path, b'{"v": 1, "op"') == []

    served(tmp_path / "s", work)


def test_who_asks_nothing_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE_SECONDS", 0.05)

    async def work(path: Path) -> None:
        reader, writer = await connect(path)
        assert await reader.read() == b""
        writer.close()

    served(tmp_path / "s", work)


def test_who_does_not_read_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STALLED_SECONDS", 0.05)

    async def work(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as deaf, short(path) as name:
            deaf.setblocking(False)
            deaf.connect(name)
            loop, flood = asyncio.get_running_loop(), LOOK * 50_000
            with pytest.raises(OSError, match=r"pipe|reset"):
                await loop.sock_sendall(deaf, flood)
        assert len(await ask(path, LOOK)) == 1

    served(tmp_path / "s", work)


def test_too_many_who_wait_for_answers_are_turned_away(tmp_path: Path) -> None:
    async def work() -> None:
        asked, answers = asyncio.Semaphore(0), asyncio.Event()

        async def slow(_request: Request) -> dict[str, Any]:
            asked.release()
            await answers.wait()
            return {}

        async with asyncio.timeout(10), ControlServer(tmp_path / "s", slow):
            held = [await connect(tmp_path / "s") for _ in range(server.CONNECTIONS)]
            for _, writer in held:
                writer.write(LOOK)
                await asked.acquire()
            (answer,) = await ask(tmp_path / "s", LOOK)
            assert answer["error"]["code"] == "crowded"
            answers.set()
            for reader, writer in held:
                assert json.loads(await reader.readline())["ok"]
                writer.close()

    asyncio.run(work())


def test_who_asks_nothing_shuts_nobody_out(tmp_path: Path) -> None:
    async def work(path: Path) -> None:
        held = [await connect(path) for _ in range(3 * server.CONNECTIONS)]
        for _ in range(3):
            (answer,) = await ask(path, LOOK)
            assert answer["ok"]
        # The one that was silent longest is closed, the newest is not.
        assert await held[0][0].read() == b""
        held[-1][1].write(LOOK)
        assert json.loads(await held[-1][0].readline())["ok"]
        for _, writer in held:
            writer.close()

    served(tmp_path / "s", work)


def test_a_client_that_is_connected_at_the_end_leaves_no_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    held: list[Any] = []

    async def work(path: Path) -> None:
        held.append(await connect(path))
        held.append(await connect(path))
        held[1][1].write(LOOK)
        await held[1][0].readline()

    served(tmp_path / "s", work)
    assert caplog.records == []


def test_a_flood_is_held_back() -> None:
    """1,000 requests at once, at 100 a second after a burst of 200: the last one waits 8 s."""
    pace = Pace(rate=100.0, burst=200.0)
    delays = [pace.delay(5.0) for _ in range(1000)]
    assert set(delays[:200]) == {0.0}
    assert delays[-1] == pytest.approx(8.0)
    assert pace.delay(5.0 + 8.02) == 0.0


def test_what_a_killed_daemon_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as dead, short(path) as name:
        dead.bind(name)

    async def work(path: Path) -> None:
        assert (await ask(path, LOOK))[0]["did"] == Look.__name__

    served(path, work)


def test_a_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_text("mine")
    with pytest.raises(CannotRun, match="something else"):
        served(path)
    assert path.read_text() == "mine"
