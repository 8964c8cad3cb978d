"""Parts that die in the middle of a session: it goes on without them, and with them again.

`python -m benchmarks.faults` measures how long that takes.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from daemon.base.words import words
from daemon.diary.facts import By
from daemon.session.events import Answered
from tests.end_to_end.scene import Scene, scene
from tests.virtual_room import SERVERS, need_sound

THREE = Answered(3, True, By.SPOKEN)
LOST = words("voice.lost", reason="").partition(":")[0]
BACK = words("voice.back")


Story = Callable[[Scene], Awaitable[None]]
Play = Callable[[Story], None]


@pytest.fixture(params=SERVERS)
def play(request: pytest.FixtureRequest) -> Play:
    """Plays a story in a room, with each sound server that a desktop may have."""
    need_sound(request.param)

    async def whole(story: Story) -> None:
        async with asyncio.timeout(240), scene(request.param) as here:
            await story(here)

    return lambda story: asyncio.run(whole(story))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_voice_that_is_killed_or_hangs_in_a_question(play: Play, blow: signal.Signals) -> None:
    async def story(here: Scene) -> None:
        asking = asyncio.create_task(here.ask())
        await here.hears_the_runner()
        os.kill(here.voice_process(), blow)
        await here.shows(LOST)
        await here.shows(BACK)
        assert await here.answered("three", asking) == THREE

    play(story)


def test_a_sound_server_that_ends_and_comes_back(play: Play) -> None:
    async def story(here: Scene) -> None:
        asking = asyncio.create_task(here.ask())
        await here.hears_the_runner()
        await here.stop_sound()
        await here.shows(LOST)
        await here.start_sound()
        await here.shows(BACK)
        assert await here.answered("three", asking) == THREE

    play(story)


def test_what_is_typed_counts_while_there_is_no_sound(play: Play) -> None:
    async def story(here: Scene) -> None:
        asking = asyncio.create_task(here.ask())
        await here.hears_the_runner()
        await here.stop_sound()
        await here.shows(LOST)
        here.type("four")
        assert await asking == Answered(4, True, By.TYPED)

    play(story)


def test_a_sound_server_that_accepts_and_never_answers(play: Play) -> None:
    async def story(here: Scene) -> None:
        await here.room.say("One.")
        here.sound.process.send_signal(signal.SIGSTOP)
        await here.room.say("This is long enough to fill what the speaker takes without playing.")
        await here.shows(LOST)
        here.type("four")
        assert await here.ask() == Answered(4, True, By.TYPED)
        here.sound.process.send_signal(signal.SIGCONT)
        await here.shows(BACK)

    play(story)


@pytest.mark.parametrize("play", ["PulseAudio"], indirect=True)
def test_speech_that_hangs(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = tmp_path / "hangs"
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, time\n"
        f"while 'voice.mouth.render' in sys.orig_argv and os.path.exists({str(hangs)!r}):\n"
        "    time.sleep(0.1)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    async def story(here: Scene) -> None:
        await here.room.say("This can be spoken.")
        hangs.touch()
        await here.room.say("This cannot be spoken.")
        await here.shows(LOST)
        hangs.unlink()
        await here.shows(BACK)
        await here.room.say("This can be spoken once more.")
        assert here.shown().count(LOST) == 1

    play(story)
