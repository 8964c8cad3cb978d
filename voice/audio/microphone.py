"""The microphone and the state of both devices, through the audio server's own clients.

A client process ends cleanly when the server dies and can be killed at any time; libraries that
talk to the server from inside this process were seen to hang with it.
"""

import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

from voice.audio import pulse
from voice.audio.echo import EchoCanceller
from voice.audio.level import is_silent, levels
from voice.audio.player import last_line, player_program
from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.part import PRESENT, Part
from voice.base.sound import RATE
from voice.base.words import words

CHUNK = 1024
"""Bytes of sound at a time: 32 ms at 16 kHz, 16 bit, mono."""

_RECORDERS = (
    f"parec --raw --format=s16le --rate={RATE} --channels=1 --latency-msec=20",
    f"pw-record --format=s16 --rate={RATE} --channels=1 -",
    f"arecord -q -t raw -f S16_LE -r {RATE} -c 1",
)
# Two seconds.
_KEPT_CHUNKS = 62
_WATCHDOG_SECONDS = 2.0


class Microphone:
    """Chunks of sound from the microphone, recorded from `open` on. Raises VoiceError.

    A thread reads them, so that nothing is lost between two answers to be listened for.
    """

    def __init__(self) -> None:
        self.device = ""
        """The audio server's name of it; the default one where this is empty."""
        self._child: subprocess.Popen[bytes] | None = None
        self._chunks: queue.Queue[bytes | None] = queue.Queue()
        self._name = ""

    def open(self) -> None:
        """Start recording, if it is not on already."""
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        command = _installed([line.split() for line in _RECORDERS])
        if command is None:
            raise VoiceError(words("sound.no_recorder", install=words("sound.install")))
        self._name, self._chunks = command[0], queue.Queue(_KEPT_CHUNKS)
        device = [f"--device={self.device}"] if self.device else []
        self._child = subprocess.Popen(
            [*command, *device],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        reading = threading.Thread(
            target=_read, args=(self._child, self._chunks), name="microphone", daemon=True
        )
        reading.start()

    def close(self) -> None:
        """Stop recording."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()

    def recorded(self) -> bytes:
        """What was recorded and not taken yet."""
        chunks = []
        with suppress(queue.Empty):
            while (chunk := self._chunks.get_nowait()) is not None:
                chunks.append(chunk)
        return b"".join(chunks)

    def check(self) -> None:
        """Raise VoiceError where the server gives the speaker's sound for the microphone's.

        It does so silently when the microphone is pulled out; the mouth's own words are no answer.
        """
        child = self._child
        if child is not None and pulse.source_of(child.pid).endswith(pulse.MONITOR):
            self.close()
            raise VoiceError(words("microphone.gone"))

    def __iter__(self) -> Iterator[bytes]:
        """Chunks without end."""
        while True:
            try:
                chunk = self._chunks.get(timeout=_WATCHDOG_SECONDS)
            except queue.Empty:
                raise VoiceError(words("microphone.silent")) from None
            if chunk is None:
                raise VoiceError(self._end())
            yield chunk

    def _end(self) -> str:
        child = self._child
        errors = child.communicate()[1] if child else b""
        self.close()
        return words("microphone.ended", program=self._name, reason=last_line(errors))


def _read(child: "subprocess.Popen[bytes]", chunks: "queue.Queue[bytes | None]") -> None:
    assert child.stdout is not None
    while chunk := child.stdout.read(CHUNK):
        _put(chunks, chunk)
    _put(chunks, None)


def _put(chunks: "queue.Queue[bytes | None]", chunk: bytes | None) -> None:
    # Nobody has listened for a while: what is oldest is worth least.
    while True:
        try:
            chunks.put_nowait(chunk)
        except queue.Full:
            with suppress(queue.Empty):
                chunks.get_nowait()
        else:
            return


def probe_speaker() -> Part:
    """Whether something can be played."""
    program = player_program()
    return _probe([program] if program else None, "Default Sink")


def probe_microphone(seconds: float = 0.0) -> Part:
    """Whether there is a microphone, and what `seconds` of listening tell of it.

    The speaker's own monitor is no microphone.
    """
    part = _probe(_installed([line.split() for line in _RECORDERS]), "Default Source")
    if part.works and part.detail.endswith(pulse.MONITOR):
        return Part(Health.MISSING, words("microphone.absent"))
    return _listened_to(part, seconds) if part.works and seconds else part


def _listened_to(part: Part, seconds: float) -> Part:
    microphone = Microphone()
    try:
        microphone.open()
        heard = [*levels(microphone, seconds)]
    except VoiceError as error:
        return Part(Health.BROKEN, str(error))
    finally:
        microphone.close()
    if is_silent(heard):
        return Part(Health.BROKEN, words("microphone.muted", name=part.detail))
    too_loud = any(level.clipped for level in heard)
    room = round(min(level.decibels for level in heard))
    told = words("microphone.too_loud" if too_loud else "microphone.room", decibels=room)
    return Part(Health.PRESENT, ", ".join(filter(None, (part.detail, told))))


def probe_echo_cancelling(canceller: EchoCanceller | None) -> Part:
    """Whether what the speaker plays is taken out of what the microphone hears.

    `canceller` is our own, where one is wanted; a default microphone without echo does as well.
    """
    default = pulse.info().get("Default Source", "")
    if "echo" in default.casefold():
        return Part(Health.PRESENT, words("echo.by", told=words("echo.cancelled"), name=default))
    if canceller is not None and canceller.load():
        return Part(Health.PRESENT, words("echo.cancelled"))
    remedy = "echo.wanted" if canceller is None else "echo.impossible"
    return Part(Health.MISSING, words(remedy, told=words("echo.loud_only")))


def _probe(command: Sequence[str] | None, key: str) -> Part:
    if command is None:
        return Part(Health.MISSING, words("sound.no_program", install=words("sound.install")))
    if command[0] in ("aplay", "arecord"):
        listed = pulse.output([command[0], "-l"])
        return PRESENT if "card " in listed else Part(Health.MISSING, words("sound.no_card"))
    if not pulse.installed():
        return PRESENT
    fields = pulse.info()
    device = fields.get(key, "")
    if not fields:
        return Part(Health.MISSING, words("sound.no_server"))
    if not device or device == "auto_null":
        return Part(Health.MISSING, words(f"sound.no_{key.split()[1].lower()}"))
    return Part(Health.PRESENT, device)


def _installed(commands: Sequence[Sequence[str]]) -> Sequence[str] | None:
    return next((command for command in commands if shutil.which(command[0])), None)
