"""The settings of the voice hold wherever easeback speaks: what reaches the speaker is measured."""

import asyncio
from collections.abc import Callable, Coroutine
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from daemon.base import paths
from daemon.commands import init, rehearse
from daemon.commands.doctor import examine
from daemon.commands.tryout import Tryout
from daemon.commands.voice import trained
from daemon.rehearsal.scenario import shipped
from daemon.reminders.speaker import Speaker
from daemon.rooms.console import Console, Lines
from daemon.rooms.living_room import living_room
from daemon.settings.choices import MusicMode
from daemon.settings.config import Config, Voice
from daemon.settings.live import LiveSettings
from daemon.settings.rulebook import table_in_force
from daemon.settings.voice import voice_client
from tests.fakes.notifier import FakeNotifier
from tests.processes import started
from voice.audio.player import load
from voice.base.places import cache_folder
from voice.child.client import VoiceClient

TEXT = "Rest day. The next run is tomorrow."
EAR = "parec -d speaker.monitor --raw --format=s16le --rate=44100 --channels=1 --latency-msec=20"
_AUDIBLE = 0.02

Use = Callable[[Config], Coroutine[Any, Any, Any]]


async def reminder(config: Config) -> None:
    speaker = Speaker(LiveSettings(config, table_in_force()))
    await speaker(TEXT)
    assert speaker.part.works


async def first_words(config: Config) -> None:
    await init._say(TEXT, config)


async def training(config: Config) -> None:
    await trained(voice_client(config.voice), 2)


async def tryout(config: Config) -> None:
    await Tryout(config.voice, print).parts()


async def rehearsal(config: Config) -> None:
    async def day(client: VoiceClient, *others: Any) -> None:
        emit = others[-1]
        emit({"event": "said", "file": (await client.say(TEXT, play=False)).file})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearse, "rehearse", day)
        await rehearse._rehearse_all(
            shipped()[:1], config, table_in_force(), as_json=True, play=True
        )


async def session(config: Config) -> None:
    terminal = Console(Lines(StringIO()), FakeNotifier(), StringIO())
    async with living_room(config.voice, terminal) as room:
        await room.say(TEXT)


def peak(recorded: Path) -> float:
    """The loudest sample so far; 1 is the loudest there is."""
    samples = np.frombuffer(recorded.read_bytes()[: recorded.stat().st_size // 2 * 2], "<i2")
    return float(np.abs(samples.astype(np.int32)).max(initial=0)) / 32768


async def heard(use: Coroutine[Any, Any, Any], recorded: Path) -> None:
    """Until it has ended, or was to be heard for a moment."""
    using = asyncio.ensure_future(use)
    while not using.done() and peak(recorded) < _AUDIBLE:
        await asyncio.wait({using}, timeout=0.2)
    await asyncio.wait({using}, timeout=1.5)
    if using.cancel():
        await asyncio.wait({using})
    else:
        using.result()
    await asyncio.sleep(0.3)


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("use", [reminder, first_words, training, tryout, rehearsal, session])
def test_the_volume_that_is_set_holds(tmp_path: Path, use: Use) -> None:
    config = Config(voice=Voice(volume=30, music=MusicMode.LEAVE))
    recorded = tmp_path / "recorded"
    with recorded.open("wb") as out, started(EAR.split(), stdout=out) as ear:
        asyncio.run(asyncio.wait_for(heard(use(config), recorded), 60))
        ear.kill()
    spoken = [file for file in cache_folder().glob("*.wav") if not file.name.startswith("tone")]
    loudest = max(float(np.abs(load(file)).max()) for file in spoken)
    # Servers resample; at full volume it would be all of it.
    assert 0.2 * loudest < peak(recorded) < 0.5 * loudest


def test_the_doctor_looks_at_the_voice_that_is_set() -> None:
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text('[voice]\nvoice = "klingonese"\n')
    mouth = examine()["mouth"]
    assert mouth.state == "broken"
    assert "klingonese" in mouth.detail


def test_there_is_one_way_to_make_a_voice() -> None:
    daemon = Path(__file__).parents[2] / "daemon"
    makers = [file for file in daemon.rglob("*.py") if "VoiceClient(" in file.read_text("utf-8")]
    assert makers == [daemon / "settings" / "voice.py"]
