"""Recordings as people have them: an answer or a clear error, never a traceback."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.audio.recordings import read_recording
from voice.base.errors import RecordingError
from voice.base.sound import RATE


def tone(rate: int, seconds: float = 0.5) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    wave: np.ndarray[tuple[int], np.dtype[np.float64]] = 0.5 * np.sin(
        2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate
    )
    return wave


@pytest.mark.parametrize(
    ("name", "rate", "subtype", "channels"),
    [
        ("a.wav", 16_000, "PCM_16", 1),
        ("a.wav", 8_000, "PCM_U8", 1),
        ("a.wav", 44_100, "PCM_24", 2),
        ("a.wav", 96_000, "FLOAT", 1),
        ("a.flac", 48_000, "PCM_16", 2),
        ("a.ogg", 22_050, "VORBIS", 1),
    ],
)
def test_any_form_becomes_the_same_sound(
    tmp_path: Path, name: str, rate: int, subtype: str, channels: int
) -> None:
    wave = np.stack([tone(rate)] * channels, axis=1)
    soundfile.write(tmp_path / name, wave, rate, subtype=subtype)
    samples = read_recording(tmp_path / name).astype(float)
    assert len(samples) == pytest.approx(RATE / 2, abs=20)
    peak = int(np.argmax(np.abs(np.fft.rfft(samples)))) * RATE / len(samples)
    assert peak == pytest.approx(440, abs=3)
    assert np.abs(samples[2000:6000]).max() == pytest.approx(16384, rel=0.05)


@pytest.mark.parametrize("subtype", ["GSM610", "G721_32"])
def test_what_is_only_read_forwards_is_read(tmp_path: Path, subtype: str) -> None:
    soundfile.write(tmp_path / "a.wav", tone(8_000), 8_000, subtype=subtype)
    block = 1000
    assert 0 <= len(read_recording(tmp_path / "a.wav")) - RATE / 2 < block


def test_what_is_no_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.wav").write_text("three")
    (tmp_path / "headerless.raw").write_bytes(bytes(20_000))
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    soundfile.write(tmp_path / "hour.wav", np.zeros(3600 * 1000, np.int16), 1000)
    names = ("notes.wav", "headerless.raw", "empty.wav", "hour.wav", "no", ".")
    for path in (tmp_path / name for name in names):
        with pytest.raises(RecordingError, match=path.name):
            read_recording(path)


@pytest.mark.parametrize("left", [1.0, 0.0, 0.5, -1.0])
def test_channels_never_cancel_each_other_out(tmp_path: Path, left: float) -> None:
    wave = np.stack([left * tone(16_000), tone(16_000)], axis=1)
    soundfile.write(tmp_path / "a.wav", wave, 16_000, subtype="FLOAT")
    assert np.abs(read_recording(tmp_path / "a.wav")).max() > 8000


def test_bytes_without_a_header_are_named_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.raw").write_bytes(bytes(range(256)) * 8)
    with pytest.raises(RecordingError, match=r"a\.raw"):
        read_recording(tmp_path / "a.raw")
