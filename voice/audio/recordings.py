"""Reading recordings of any rate, width and number of channels as 16 kHz mono."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voice.base.errors import RecordingError
from voice.base.sound import RATE
from voice.base.words import words

Samples = NDArray[np.int16]

LONGEST_SECONDS = 60
# Less of the louder channel's energy than that is left in no mix but of opposite phases: of a
# channel and silence a quarter is left.
_CANCELLED = 0.1


def read_recording(path: Path) -> Samples:
    """Samples at 16 kHz, mono, 16 bit. Raises RecordingError naming the file and the fault."""
    if not path.is_file():
        fault = "recording.folder" if path.is_dir() else "recording.absent"
        raise RecordingError(words(fault, file=path))
    try:
        with soundfile.SoundFile(path) as file:
            rate, seconds = file.samplerate, file.frames / file.samplerate
            if seconds > LONGEST_SECONDS:
                length = round(seconds)
                raise RecordingError(
                    words("recording.long", file=path, seconds=length, most=LONGEST_SECONDS)
                )
            # Some formats (GSM) are only read where the length asked for is given.
            read = file.read(max(0, file.frames), dtype="float32", always_2d=True)
            wave = _mono(read)
    # TypeError: soundfile takes a file for headless by its name.
    except (soundfile.SoundFileError, OSError, TypeError, ValueError) as error:
        raise RecordingError(words("recording.unreadable", file=path, reason=error)) from None
    if not len(wave):
        raise RecordingError(words("recording.empty", file=path))
    wave = np.nan_to_num(resampled(wave, rate, RATE))
    samples: Samples = np.clip(np.rint(wave * 32767), -32768, 32767).astype(np.int16)
    return samples


def _mono(channels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The channels together; one of them where together they cancel each other out."""
    mixed: NDArray[np.float32] = channels.mean(axis=1)
    energies = np.square(np.nan_to_num(channels)).sum(axis=0)
    if len(channels) and np.square(np.nan_to_num(mixed)).sum() < _CANCELLED * energies.max():
        mixed = channels[:, energies.argmax()]
    return mixed


def resampled(wave: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """The same sound at another sample rate (by its spectrum)."""
    if rate == wanted:
        return wave
    count = max(1, round(len(wave) * wanted / rate))
    spectrum = np.fft.rfft(wave)[: count // 2 + 1]
    changed: NDArray[np.float32] = np.fft.irfft(spectrum, n=count).astype(np.float32)
    return changed * np.float32(count / len(wave))
