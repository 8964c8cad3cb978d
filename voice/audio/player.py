"""The speaker: sounds one after another, each at its moment, silenced at once when told to.

PulseAudio's client is kept open between sounds (starting it takes 10-120 ms on a busy machine,
writing to it 10); where it is missing, a program is started for each sound.
"""

import fcntl
import os
import select
import shutil
import subprocess
import termios
import threading
import wave
from array import array
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from voice.audio import pulse
from voice.audio.recordings import resampled
from voice.base.errors import VoiceError
from voice.base.sound import SPEAKER_RATE
from voice.base.words import words

_STREAM = (
    "pacat --playback --raw --format=s16le --channels=1 --latency-msec=50 "
    f"--rate={SPEAKER_RATE} --client-name=easeback --stream-name=easeback "
    "--property=media.role=a11y"
).split()
# Without PulseAudio's client: these read a WAV file, and are loud as they are.
_PROGRAMS = (("pw-play",), ("aplay", "-q"))
# Softer than this (50 dB below full scale) nobody hears a sound begin or end.
_AUDIBLE = 0.003
# Of full scale (-1 dB): what is louder is cut off by the converters of some speakers.
_LOUDEST = 0.89
# How long the audio server may take to accept what is to be played.
_PATIENCE = 5.0
# What was written was heard by then, and the stream has run dry: written to before that, it would
# begin the next sound 70 ms late.
_LATENCY = 0.15
# How often it is looked whether the client has taken everything.
_GLANCE = 0.05
# Silence before each sound: a stream that had run dry swallows its first milliseconds. Before one
# that is due at a moment it is longer, and its length makes up for a late awakening.
_PRE_ROLL = 0.05
# A stream that is new swallows more, and a speaker that wakes up even more.
_OPENING = 0.2
_WAKING = 0.5
_AHEAD = 0.3

Wave = NDArray[np.float32]


def player_program() -> str | None:
    """The program that would play, None where there is none."""
    return next((c[0] for c in (_STREAM, *_PROGRAMS) if shutil.which(c[0])), None)


class Player:
    """Plays from one thread; `hush` may be called from any other."""

    def __init__(self) -> None:
        self.gain = 1.0
        self.device = ""
        """The audio server's name of the speaker; its default one where this is empty."""
        self._child: subprocess.Popen[bytes] | None = None
        self._hushed = threading.Event()
        self._ticket: object = None
        self._dropped: set[object] = set()
        self._sounded, self._ended = 0.0, False
        self._lock = threading.Lock()

    def sounded_since(self, moment: float) -> bool:
        """Whether anything was to be heard after that moment (CLOCK_MONOTONIC, seconds)."""
        return self._sounded >= moment

    def play(self, path: Path, ticket: object = None, at: float | None = None) -> bool:
        """Play a WAV file to its end; False where it was hushed. Raises VoiceError.

        `at` (CLOCK_MONOTONIC, seconds) is when its first audible sample is to be heard. `ticket`
        names the sound for `hush`.
        """
        samples = unclipped(trimmed(load(path)) * np.float32(self.gain))
        with self._lock:
            if self._ended or ticket in self._dropped:
                self._dropped.discard(ticket)
                return False
            self._ticket = ticket
            self._hushed.clear()
        if at is not None and self._hushed.wait(max(0.0, at - _AHEAD - monotonic())):
            return False
        self._sounded = monotonic() + _AHEAD + len(samples) / SPEAKER_RATE
        try:
            return self._sound(path, samples, at)
        finally:
            self._sounded = monotonic()

    def _sound(self, path: Path, samples: Wave, at: float | None) -> bool:
        if shutil.which(_STREAM[0]):
            data = np.clip(samples * 32767, -32768, 32767).astype("<i2").tobytes()
            silence = self._silence()
            child = self._opened()
            left = 0.0 if at is None else at - monotonic()
            return self._stream(child, bytes(2 * int(max(silence, left) * SPEAKER_RATE)) + data)
        if at is not None and self._hushed.wait(max(0.0, at - monotonic())):
            return False
        return self._run(path, len(samples) / SPEAKER_RATE)

    def hush(self, ticket: object) -> None:
        """Silence that sound, or never let it begin."""
        with self._lock:
            if ticket != self._ticket:
                self._dropped.add(ticket)
                return
            self._break_off()

    def end(self) -> None:
        """Silence whatever sounds; nothing is played any more."""
        with self._lock:
            self._ended = True
            self._break_off()

    def _break_off(self) -> None:
        self._hushed.set()
        if self._child is not None:
            self._child.kill()

    def close(self) -> None:
        """Let go of the speaker."""
        child, self._child = self._child, None
        if child is not None:
            with child:
                child.kill()

    def _stream(self, child: subprocess.Popen[bytes], data: bytes) -> bool:
        end = monotonic() + len(data) / 2 / SPEAKER_RATE + _LATENCY
        try:
            self._write(child, data)
        except OSError:
            return self._broken(child)
        # A sound is over when it was heard, not when it was written, and a client that was slow to
        # begin still has some of it when its time is up.
        while child.poll() is None:
            if _unread(child):
                end = max(end, monotonic() + _LATENCY + _GLANCE)
            left = end - monotonic()
            if left <= 0 or self._hushed.wait(min(left, _GLANCE)):
                break
        gone = self._hushed.is_set() or child.poll() is not None
        return self._broken(child) if gone else True

    def _write(self, child: subprocess.Popen[bytes], data: bytes) -> None:
        assert child.stdin is not None
        pipe, rest = child.stdin.fileno(), memoryview(data)
        while rest and not self._hushed.is_set():
            if not select.select([], [pipe], [], _PATIENCE)[1]:
                self.close()
                raise VoiceError(words("speaker.stuck"))
            rest = rest[os.write(pipe, rest[:4096]) :]

    def _silence(self) -> float:
        """Seconds of it before a sound. Kept open, the client keeps the speaker awake."""
        if self._is_open():
            return _PRE_ROLL
        return _WAKING if pulse.speaker_sleeps() else _OPENING

    def _is_open(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _opened(self) -> subprocess.Popen[bytes]:
        if self._child is None or not self._is_open():
            self.close()
            device = [f"--device={self.device}"] if self.device else []
            self._child = subprocess.Popen(
                [*_STREAM, *device],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        return self._child

    def _broken(self, child: subprocess.Popen[bytes]) -> bool:
        child.kill()
        _, errors = child.communicate()
        self._child = None
        if self._hushed.is_set():
            return False
        raise VoiceError(words("speaker.failed", program=_STREAM[0], reason=last_line(errors)))

    def _run(self, path: Path, seconds: float) -> bool:
        command = next((list(c) for c in _PROGRAMS if shutil.which(c[0])), None)
        if command is None:
            raise VoiceError(words("sound.no_player", install=words("sound.install")))
        self._child = child = subprocess.Popen(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _, errors = child.communicate(timeout=seconds + _PATIENCE)
        except subprocess.TimeoutExpired:
            self.close()
            raise VoiceError(words("speaker.stuck")) from None
        if child.returncode and not self._hushed.is_set():
            raise VoiceError(words("speaker.failed", program=command[0], reason=last_line(errors)))
        return not self._hushed.is_set()


def _unread(child: subprocess.Popen[bytes]) -> bool:
    """Whether the client has not yet taken all that was written to it."""
    assert child.stdin is not None
    left = array("i", [0])
    fcntl.ioctl(child.stdin.fileno(), termios.FIONREAD, left)
    return left[0] > 0


def load(path: Path) -> Wave:
    """A mono 16-bit WAV file as samples of -1 to 1 at SPEAKER_RATE. Raises VoiceError."""
    try:
        with wave.open(str(path), "rb") as file:
            rate = file.getframerate()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(words("speaker.unplayable", file=path, reason=error)) from None
    samples: Wave = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
    return resampled(samples, rate, SPEAKER_RATE) if len(samples) else samples


def trimmed(samples: Wave) -> Wave:
    """The same sound without the silence around it."""
    audible = np.flatnonzero(np.abs(samples) >= _AUDIBLE)
    return samples[audible[0] : audible[-1] + 1] if len(audible) else samples[:0]


def unclipped(samples: Wave) -> Wave:
    """The same sound, softer where its loudest moment would be cut off."""
    loudest = float(np.abs(samples).max(initial=0.0))
    return samples * np.float32(_LOUDEST / loudest) if loudest > _LOUDEST else samples


def last_line(text: bytes) -> str:
    """What a program said last."""
    last = text.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return last or words("sound.no_reason")
