"""How soon an answer is understood after its last sound, and which pauses in it are waited for.

`python -m benchmarks.listening` speaks into the microphone of a virtual room (PulseAudio without
hardware); the voice child listens as it does in a session. No recordings are needed.
"""

import argparse
import asyncio
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

from tests.virtual_room import Room, sound_server
from voice.audio.recordings import Samples, read_recording
from voice.base.places import cache_folder
from voice.base.sound import RATE
from voice.child.client import VoiceClient
from voice.ears.heard import Heard
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth

VOICES = ("en-us", "en", "en-us+f3")
PLAIN = ("zero", "three", "four", "six", "eight", "no pain", "about a three", "seven", "five")
PAUSES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
SLOW = (("about a", "four"), ("two", "or three"), ("four", "no five"))
_PARTS = f"parec --raw --format=s16le --rate={RATE} --channels=1 --latency-msec=10".split()
_LOUD = 200


def main() -> None:
    """Print both tables."""
    argparse.ArgumentParser(prog="python -m benchmarks.listening", description=__doc__).parse_args()
    with TemporaryDirectory() as name, sound_server(Path(name)) as server:
        os.environ["PULSE_SERVER"] = f"unix:{server.socket}"
        asyncio.run(measure(Room()))


async def measure(room: Room) -> None:
    """Measure in this room."""
    async with VoiceClient() as client:
        await client.probe()
        texts = [(text, voice) for voice in VOICES for text in PLAIN]
        results = [await answered(client, room, spoken(*one)) for one in texts]
        heard = [late for late, heard in results if heard and heard.value is not None]
        print(f"understood: {len(heard)} of {len(results)}")
        print("seconds from the last sound to the answer:")
        for name, share in (("median", 50), ("90 %", 90), ("worst", 100)):
            print(f"  {name:8} {np.percentile(heard, share):.2f}")
        print(f"\n{'what was understood with a pause of':36}" + "".join(f"{p:>8}" for p in PAUSES))
        for first, second in SLOW:
            values = []
            for pause in PAUSES:
                _, one = await answered(client, room, spoken(first, "en-us", pause, second))
                values.append("silence" if one is None else str(one.value))
            print(f"{first + ' ... ' + second:36}" + "".join(f"{value:>8}" for value in values))


def spoken(text: str, voice: str, pause: float = 0.0, more: str = "") -> Samples:
    """An answer with a pause of so many seconds in it."""
    parts = [trimmed(text, voice)]
    if more:
        parts += [np.zeros(int(pause * RATE), np.int16), trimmed(more, voice)]
    return np.concatenate(parts)


def trimmed(text: str, voice: str) -> Samples:
    """The sound of a text from its first to its last loud moment."""
    samples = read_recording(EspeakMouth(cache_folder(), voice, 140).render(text))
    loud = np.nonzero(np.abs(samples) > _LOUD)[0]
    return samples[loud[0] : loud[-1] + 1]


async def answered(client: VoiceClient, room: Room, samples: Samples) -> tuple[float, Heard | None]:
    """Ask, answer a moment after the tone; seconds from the last sound, and what was heard."""
    path = cache_folder() / "benchmark.wav"
    soundfile.write(path, samples, RATE)
    with last_sound() as moments:
        asking = asyncio.create_task(client.listen(Kind.SCORE, seconds=6, tone="listen"))
        await asyncio.to_thread(room.answer, path)
        heard = await asking
        done = time.monotonic()
    path.unlink()
    return done - max(moments, default=done), heard


@contextmanager
def last_sound() -> Iterator[Sequence[float]]:
    """The moments at which the microphone's sound was loud."""
    moments: list[float] = []
    with subprocess.Popen(_PARTS, stdout=subprocess.PIPE) as ear:

        def follow() -> None:
            assert ear.stdout is not None
            while chunk := ear.stdout.read(320):
                if np.abs(np.frombuffer(chunk, "<i2").astype(int)).max() > _LOUD:
                    moments.append(time.monotonic())

        following = threading.Thread(target=follow)
        following.start()
        yield moments
        ear.kill()
        following.join()


if __name__ == "__main__":
    main()
