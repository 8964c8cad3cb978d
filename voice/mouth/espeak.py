"""The mouth: text to a WAV file."""

import hashlib
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from voice.base.children import own_program
from voice.base.errors import VoiceError
from voice.base.health import Health
from voice.base.own_folder import own_folder
from voice.base.part import PRESENT, Part
from voice.base.whole_file import sweep, whole
from voice.base.words import words

LONGEST = 1000
_SECONDS = 20
_KEPT = 600
_TRIES = 3


@dataclass(frozen=True)
class EspeakMouth:
    """pyttsx3 over espeak-ng. `voice` is a name of espeak-ng, `rate` in words a minute."""

    cache: Path
    voice: str = "en-us"
    rate: int = 150
    program: Sequence[str] = tuple(own_program("voice.mouth.render"))

    def probe(self) -> Part:
        """Whether the parts are installed and a word can be spoken."""
        for module in ("pyttsx3", "espeakng_loader"):
            if find_spec(module) is None:
                return Part(Health.MISSING, words("ears.not_installed", name=module))
        try:
            self.render("ready")
        except VoiceError as error:
            return Part(Health.BROKEN, str(error))
        return PRESENT

    def render(self, text: str) -> Path:
        """From the cache, or spoken now. Raises VoiceError."""
        text = _speakable(text)
        path = self._place(text)
        if not _is_speech(path):
            self._speak(text, path)
        return path

    def _place(self, text: str) -> Path:
        key = f"espeak|{self.voice}|{self.rate}|{text}".encode()
        return self.cache / f"{hashlib.sha256(key).hexdigest()[:32]}.wav"

    def _speak(self, text: str, path: Path) -> None:
        try:
            own_folder(self.cache)
            _prune(self.cache)
            with whole(path) as made:
                # Rarely, on a busy machine, espeak-ng ends without a sound; asked again it speaks.
                for _ in range(_TRIES):
                    self._run_child(text, made)
                    if _is_speech(made):
                        return
                raise VoiceError(words("speech.mute", voice=self.voice))
        except OSError as error:
            told = words("speech.unkept", folder=self.cache, reason=error.strerror)
            raise VoiceError(told) from None

    def _run_child(self, text: str, made: Path) -> None:
        render = [*self.program, self.voice, str(self.rate), str(made)]
        try:
            done = subprocess.run(
                render, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise VoiceError(words("speech.late")) from None
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            reason = last or words("process.code", code=done.returncode)
            raise VoiceError(words("speech.failed", reason=reason))


def seconds_of(path: Path) -> float:
    """Length of a WAV file in seconds."""
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


def _speakable(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not plain:
        raise VoiceError(words("speech.nothing"))
    if len(plain) > LONGEST:
        raise VoiceError(words("speech.long", count=len(plain), most=LONGEST))
    return plain


def _is_speech(path: Path) -> bool:
    try:
        with wave.open(str(path), "rb") as file:
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error):
        return False
    return any(data)


def _prune(cache: Path) -> None:
    sweep(cache)
    files = sorted(cache.glob("*.wav"), key=lambda path: path.stat().st_mtime)
    for path in files[:-_KEPT]:
        path.unlink(missing_ok=True)
