"""Speaker and microphone through the audio server's own clients, as child processes.

A client process ends cleanly when the server dies and can be killed at any time; libraries that
talk to the server from inside this process were seen to hang with it.
"""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from voice.errors import VoiceError
from voice.part import PRESENT, Part

CHUNK = 3200
"""Bytes of sound at a time: 0.1 s at 16 kHz, 16 bit, mono."""

_PLAYERS = (
    ("paplay", "--latency-msec=50"),
    ("pw-play",),
    ("aplay", "-q"),
)
_RECORDERS = (
    "parec --raw --format=s16le --rate=16000 --channels=1 --latency-msec=20",
    "pw-record --format=s16 --rate=16000 --channels=1 -",
    "arecord -q -t raw -f S16_LE -r 16000 -c 1",
)
_INSTALL = "install pulseaudio-utils (or pipewire-bin, or alsa-utils)."
_WATCHDOG_SECONDS = 2.0


def play(path: Path, seconds: float) -> None:
    """Play a WAV file of this length and wait for its end. Raises VoiceError."""
    command = _installed(_PLAYERS)
    if command is None:
        raise VoiceError(f"no sound player: {_INSTALL}")
    try:
        done = subprocess.run(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds + 5.0,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise VoiceError("the speaker did not take the sound in time.") from None
    if done.returncode:
        raise VoiceError(f"{command[0]} could not play: {_last_line(done.stderr)}")


class Microphone:
    """Chunks of sound from the microphone, recorded from `with` on. Raises VoiceError."""

    def __enter__(self) -> Self:
        """Start recording."""
        command = _installed([line.split() for line in _RECORDERS])
        if command is None:
            raise VoiceError(f"no sound recorder: {_INSTALL}")
        self._name = command[0]
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Stop recording."""
        with self._child as child:
            child.kill()

    def discard(self) -> None:
        """Forget what was recorded so far."""
        while self._ready(0):
            self._read()

    def __iter__(self) -> Iterator[bytes]:
        """Chunks without end."""
        while True:
            if not self._ready(_WATCHDOG_SECONDS):
                raise VoiceError("the microphone gives no sound.")
            yield self._read()

    def _ready(self, seconds: float) -> bool:
        assert self._child.stdout is not None
        return bool(select.select([self._child.stdout], [], [], seconds)[0])

    def _read(self) -> bytes:
        assert self._child.stdout is not None
        assert self._child.stderr is not None
        chunk = os.read(self._child.stdout.fileno(), CHUNK)
        if not chunk:
            raise VoiceError(f"{self._name} ended: {_last_line(self._child.stderr.read())}")
        return chunk


def probe_speaker() -> Part:
    """Whether something can be played."""
    return _probe(_installed(_PLAYERS), "Default Sink")


def probe_microphone() -> Part:
    """Whether there is a microphone; the speaker's own monitor is none."""
    part = _probe(_installed([line.split() for line in _RECORDERS]), "Default Source")
    if part.works and part.detail.endswith(".monitor"):
        return Part("missing", "no microphone is connected.")
    return part


def _probe(command: Sequence[str] | None, key: str) -> Part:
    if command is None:
        return Part("missing", f"no program for sound: {_INSTALL}")
    if command[0] in ("aplay", "arecord"):
        listed = _output([command[0], "-l"])
        return PRESENT if "card " in listed else Part("missing", "no sound card was found.")
    if not shutil.which("pactl"):
        return PRESENT
    lines = _output(["pactl", "info"]).splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    device = fields.get(key, "")
    if not fields:
        return Part("missing", "the audio server does not answer.")
    if not device or device == "auto_null":
        return Part("missing", f"the audio server has no {key.split()[1].lower()}.")
    return Part("present", device)


def _output(command: Sequence[str]) -> str:
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=3, check=False, env=environment)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _installed(commands: Sequence[Sequence[str]]) -> Sequence[str] | None:
    return next((command for command in commands if shutil.which(command[0])), None)


def _last_line(text: bytes) -> str:
    return text.decode("utf-8", "replace").strip().rpartition("\n")[2] or "no reason given."
