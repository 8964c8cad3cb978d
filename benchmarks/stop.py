"""How soon "stop" ends a warm-up, said in silence and over easeback's own voice.

`python -m benchmarks.stop` holds warm-ups in a virtual room in which the microphone hears the
speaker 10 dB softer. A synthetic runner says "stop" in three voices. Seconds are from the end of
the word until the session says "Stopped."; "not heard" counts words that did not end it within five
seconds. Once without, once with `voice.echo_cancelling`.
"""

import argparse
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.coach import echo, living_room
from tests.virtual_room import Room
from voice.audio.player import load, trimmed
from voice.base.sound import SPEAKER_RATE
from voice.mouth.espeak import EspeakMouth

SETTINGS = """
[[warmup.step]]
name = "March"
how = "Lift your knees as high as the hip, tall and slow, and let the arms swing beside you."
seconds = 60
"""
VOICES = (("en-us", 140), ("en", 130), ("en-gb-scotland", 140))
_SILENCE, _OVER_SPEECH = "Go.", "Warm-up. 1 exercise."
_PATIENCE = 5.0


def stopped_after(room: Room, word: Path, moment: str, wait: float) -> float | None:
    """Seconds from the end of the word, said `wait` seconds after this line, to the end."""
    command = [sys.executable, "-m", "daemon.cli", "warmup"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as session:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(session, lines), daemon=True).start()
        try:
            while lines.get(timeout=60) != moment:
                pass
            time.sleep(wait)
            room.speak(word)
            ended = time.monotonic() - _silence_after(word)
            while lines.get(timeout=_PATIENCE) != "Stopped.":
                pass
            return time.monotonic() - ended
        except queue.Empty:
            return None
        finally:
            session.kill()


def _read(session: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    assert session.stdout is not None
    for line in session.stdout:
        lines.put(line.strip())


def _silence_after(word: Path) -> float:
    samples = load(word)
    audible = np.flatnonzero(np.abs(samples) >= np.abs(trimmed(samples)).max() / 50)
    return (len(samples) - float(audible[-1])) / SPEAKER_RATE


def measure(room: Room, folder: Path, moment: str, wait: float, rounds: int) -> str:
    """One line of the table."""
    words = [EspeakMouth(folder, *voice).render("stop") for voice in VOICES]
    times = [stopped_after(room, word, moment, wait) for _ in range(rounds) for word in words]
    heard = [value for value in times if value is not None]
    figures = f"median {np.median(heard):.2f}  most {max(heard):.2f}" if heard else "never"
    return f"{figures}  not heard {len(times) - len(heard)} of {len(times)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="times each voice says it")
    rounds = parser.parse_args().rounds
    with living_room() as folder:
        config = Path(os.environ["XDG_CONFIG_HOME"]) / "easeback" / "config.toml"
        config.parent.mkdir(parents=True)
        room = Room()
        echo(10, 60)
        for cancelling in (False, True):
            voice = f"[voice]\necho_cancelling = {str(cancelling).lower()}\n"
            config.write_text(voice + SETTINGS)
            title = "with echo cancelling" if cancelling else "without"
            for name, moment, wait in (
                ("in silence", _SILENCE, 1.0),
                ("over its voice", _OVER_SPEECH, 4.0),
            ):
                print(f"{title:21} {name:15} ", end="", flush=True)
                print(measure(room, folder / "voices", moment, wait, rounds), flush=True)


if __name__ == "__main__":
    main()
