"""A lost part is looked for until it is there, and less often where it keeps failing."""

import asyncio
from collections.abc import Iterable

import pytest

from daemon.rooms.recovery import Recovery


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Sleeps that take no time."""
    pauses: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await real(0)

    monkeypatch.setattr("daemon.rooms.recovery.asyncio.sleep", sleep)
    return pauses


async def a_turn_of_the_loop() -> None:
    pass


def looked(outcomes: Iterable[bool], losses: int = 1) -> int:
    """How often it was looked for."""
    found = iter(outcomes)
    looks = 0

    async def attempt() -> bool:
        nonlocal looks
        looks += 1
        return next(found)

    async def whole() -> None:
        lost = Recovery(attempt)
        for _ in range(losses):
            lost.start()
            lost.start()
            while lost.running:
                await asyncio.gather(a_turn_of_the_loop())
        await lost.close()

    asyncio.run(whole())
    return looks


def test_it_is_looked_for_until_it_is_there(slept: list[float]) -> None:
    assert looked([False] * 20 + [True]) == 21
    assert slept[:3] == [0.0, 1.5, 2.25]
    assert slept[-1] == 15.0


def test_what_is_lost_again_and_again_is_left_alone_for_longer(slept: list[float]) -> None:
    assert looked([True] * 6, losses=6) == 6
    assert slept == [0.0, 2.0, 10.0, 60.0, 60.0, 60.0]
