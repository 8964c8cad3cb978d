"""The training's dialogue, with a scripted runner; the ears have tests of their own."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from daemon.cli import main
from daemon.commands.voice import train
from voice.base.errors import VoiceFailed
from voice.base.health import Health
from voice.base.part import PRESENT, Part
from voice.base.places import personal_file
from voice.child.client import VoiceClient
from voice.child.messages import Said
from voice.language.numbers import SCORE_WORDS


class Runner(VoiceClient):
    """Answers what is asked; each of `misses` is how often a score is not understood."""

    misses: Mapping[int, int] = MappingProxyType({})

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[int] = Counter()
        self.said: list[str] = []
        self.kept = False
        self._missed: Counter[int] = Counter()

    async def say(self, text: str, *, play: bool = True, at: float | None = None) -> Said:
        self.said.append(text)
        return Said("", 0.1)

    async def train(self, score: int, *, seconds: float = 5.0) -> bool:
        assert f"Say {SCORE_WORDS[score]}." in self.said[-1]
        self._missed[score] += 1
        if self._missed[score] <= self.misses.get(score, 0):
            return False
        self.asked[score] += 1
        return True

    async def keep(self) -> int:
        self.kept = True
        return sum(self.asked.values())


@pytest.mark.parametrize("times", [2, 3])
def test_every_score_is_asked_for_as_often(times: int) -> None:
    runner = Runner()
    assert asyncio.run(train(runner, times)) == 11 * times
    assert set(runner.asked.values()) == {times}


def test_what_was_not_understood_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runner, "misses", {4: 2})
    runner = Runner()
    asyncio.run(train(runner, 2))
    assert runner.asked[4] == 2
    assert runner.said.count("Say four.") == 4


def test_a_score_that_is_never_understood_ends_it_with_nothing_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Runner, "misses", {4: 3})
    runner = Runner()
    with pytest.raises(VoiceFailed, match="four was not understood"):
        asyncio.run(train(runner, 2))
    assert not runner.kept


def test_without_a_microphone_it_says_that_it_goes_by_voice_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def probe(self: VoiceClient, *, seconds: float = 0.0) -> dict[str, Part]:
        parts = dict.fromkeys(("mouth", "ears", "speaker"), PRESENT)
        return {**parts, "microphone": Part(Health.MISSING, "no microphone is connected.")}

    monkeypatch.setattr(VoiceClient, "probe", probe)
    assert main(["voice", "train"]) == 3
    err = capsys.readouterr().err
    assert "by voice alone" in err
    assert "no microphone is connected" in err


def test_what_is_known_is_told_and_erased(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "status"]) == 0
    assert "does not know your voice" in capsys.readouterr().out
    for command in (["voice", "forget"], ["forget", "--yes"]):
        personal_file().parent.mkdir(parents=True, exist_ok=True)
        personal_file().write_bytes(b"")
        assert main(["voice", "status"]) == 0
        assert "It knows your voice" in capsys.readouterr().out
        assert main(command) == 0
        assert not personal_file().exists()
