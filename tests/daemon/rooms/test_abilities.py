"""What is lost of the voice is told once, and once it is back."""

import asyncio
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest

from daemon.base.words import words
from daemon.rooms.abilities import Abilities
from daemon.settings.config import Voice
from voice.base.health import Health
from voice.base.part import PRESENT, Part

BROKEN = Part(Health.BROKEN, "the cable")
NAMES = ("mouth", "ears", "speaker", "microphone", "echo cancelling")


class Paper:
    """A terminal that keeps what it was told."""

    def __init__(self) -> None:
        self.alone, self.told = True, list[str]()

    def tell(self, text: str) -> None:
        self.told.append(text)

    def missed(self, text: str) -> None:
        self.told.append(text)

    def draw(self, scene: Any, now: datetime, left: float) -> float:
        return left

    async def line(self, asked: Any = None) -> str | None:
        return None

    async def touched(self) -> None:
        await asyncio.Event().wait()

    def asking(self, ask: Any) -> nullcontext[None]:
        return nullcontext()

    async def notify(self, text: str) -> None:
        self.told.append(text)


def parts(*broken: str) -> dict[str, Part]:
    return {name: BROKEN if name in broken else PRESENT for name in NAMES}


@pytest.mark.parametrize(
    ("broken", "speaks", "listens", "tones"),
    [
        ((), True, True, True),
        (("speaker",), False, True, False),
        (("mouth",), False, True, True),
        (("microphone",), True, False, True),
        (("ears", "speaker"), False, False, False),
    ],
)
def test_each_part_takes_only_what_needs_it(
    broken: tuple[str, ...], speaks: bool, listens: bool, tones: bool
) -> None:
    paper = Paper()
    here = Abilities(Voice(), paper)
    assert here.weigh(parts(*broken)) is (not broken)
    assert (here.speaks, here.listens, here.tones) == (speaks, listens, tones)
    assert paper.alone is not speaks
    assert bool(paper.told) == bool(broken)


def test_a_loss_is_told_once_and_so_is_the_return() -> None:
    paper = Paper()
    here = Abilities(Voice(), paper)
    assert here.lose("the cable")
    assert not here.lose("the cable")
    for _ in range(2):
        here.weigh(parts("microphone"))
    for _ in range(2):
        assert here.weigh(parts())
    assert paper.told == [
        words("voice.lost", reason="the cable"),
        words("voice.no_ears", reason="the cable"),
        words("voice.back"),
    ]


def test_who_wants_no_speech_misses_none() -> None:
    paper = Paper()
    here = Abilities(Voice(speech=False, tones=False), paper)
    here.weigh(parts("speaker"))
    assert not paper.told
