"""What speaks reminders, over a voice child that answers from a script."""

import asyncio
from pathlib import Path

import pytest

from daemon.reminders import speaker as speaker_module
from daemon.reminders.speaker import Speaker
from daemon.settings.config import Config, Voice
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from tests.fakes.voice_child import Script, fake_child
from voice.base.part import PRESENT
from voice.child.client import VoiceClient
from voice.child.messages import Failed, Listen, Said, Say
from voice.ears.heard import Heard, judged
from voice.language.kinds import Kind

THREE = judged(Kind.SCORE, "three", sure=True, seconds=1.0)
SAID = Said("", 0.1)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "requests"


def speaker(
    monkeypatch: pytest.MonkeyPatch, log: Path, script: Script, voice: Voice | None = None
) -> Speaker:
    child = fake_child(script, log)
    monkeypatch.setattr(speaker_module, "voice_client", lambda _: VoiceClient(command=child))
    return Speaker(LiveSettings(Config(voice=voice or Voice()), table_in_force()))


@pytest.mark.parametrize(
    ("kind", "voice", "heard", "asked"),
    [
        (Kind.SCORE, Voice(), THREE, ["say", "listen"]),
        (None, Voice(), None, ["say"]),
        (Kind.SCORE, Voice(listen_after_reminders=False), None, ["say"]),
    ],
)
def test_a_spoken_reminder_listens(
    monkeypatch: pytest.MonkeyPatch,
    log: Path,
    kind: Kind | None,
    voice: Voice,
    heard: Heard | None,
    asked: list[str],
) -> None:
    speaks = speaker(monkeypatch, log, {Say: [SAID], Listen: [THREE]}, voice)
    assert asyncio.run(speaks("Any pain today?", kind)) == heard
    assert log.read_text().split() == asked
    assert speaks.part.works


def test_without_ears_it_has_spoken_all_the_same(
    monkeypatch: pytest.MonkeyPatch, log: Path
) -> None:
    speaks = speaker(monkeypatch, log, {Say: [SAID], Listen: [Failed("deaf.")]})
    assert asyncio.run(speaks("Any pain today?", Kind.SCORE)) is None
    assert speaks.part.works


def test_without_a_mouth_that_is_known(monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    speaks = speaker(monkeypatch, log, {Say: [Failed("mute.")]})
    # However well it went before.
    speaks.part = PRESENT
    assert asyncio.run(speaks("Rest day.")) is None
    assert speaks.part.detail == "mute."


def test_it_makes_room_for_another_voice(monkeypatch: pytest.MonkeyPatch, log: Path) -> None:
    async def hushed() -> Heard | None:
        speaks = speaker(monkeypatch, log, {Say: [SAID]})
        telling = asyncio.create_task(speaks("Any pain today?", Kind.SCORE))
        async with asyncio.timeout(10):
            while not log.exists() or "listen" not in log.read_text():
                await asyncio.sleep(0.01)
            await speaks.hush()
            return await telling

    assert asyncio.run(hushed()) is None
