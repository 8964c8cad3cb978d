"""Echo cancelling by a real audio server: the runner is heard over easeback's own voice.

The voice child asks for it in voice/audio/echo.py.
"""

import asyncio
import subprocess
from pathlib import Path

from daemon.session.events import Command
from daemon.session.understand import spoken
from tests.processes import wait_for
from tests.virtual_room import Room
from voice.child.client import VoiceClient
from voice.language.kinds import CommandName, Kind
from voice.mouth.espeak import EspeakMouth

# It goes on for longer than somebody goes on saying "stop".
LONG = 4 * (
    "March. Lift your knees as high as the hip, tall and slow, and let the arms swing beside you. "
    "Then walk around the house on your toes, and come back on your heels. "
)


def ours(room: Room) -> list[str]:
    listed = room.change("list", "short", "modules").splitlines()
    return [line for line in listed if "easeback_echo" in line]


async def stopped_over_its_voice(client: VoiceClient) -> None:
    """What comes back of its own voice may be heard as something else, which no session takes."""
    while True:
        heard = await client.listen(Kind.COMMAND, stay=True)
        if heard and heard.over and spoken(Kind.COMMAND, heard) == Command(CommandName.STOP):
            return


def test_it_is_heard_over_its_own_voice_and_leaves_nothing_behind(
    room: Room, tmp_path: Path
) -> None:
    room.echo(10)
    word = EspeakMouth(tmp_path, "en-us", 140).render("stop")

    async def talk() -> None:
        async with VoiceClient(cancel_echo=True) as client:
            assert (await client.probe())["echo cancelling"].works
            assert len(ours(room)) == 1
            # What the room does to its voice it has to learn first.
            await client.say("Walk around the house.")
            # On a busy machine this takes longer than all that follows.
            await client.prepare([LONG])
            speaking = asyncio.create_task(client.say(LONG))
            listening = asyncio.create_task(stopped_over_its_voice(client))
            await asyncio.sleep(3.0)
            await asyncio.to_thread(room.insist, word, listening.done)
            speaking.cancel()
            await listening

    asyncio.run(talk())
    wait_for(lambda: not ours(room))


def test_what_a_killed_process_left_is_unloaded_by_the_next(room: Room) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    names = (f"sink_name=easeback_echo_speaker_{gone.pid}", "source_name=easeback_echo_old")
    room.change("load-module", "module-echo-cancel", "aec_method=webrtc", *names)

    async def once() -> list[str]:
        async with VoiceClient(cancel_echo=True) as client:
            await client.probe()
            return ours(room)

    (left,) = asyncio.run(once())
    assert str(gone.pid) not in left
