"""`easeback hear`: recordings of any length, by each engine, as answers or as they were said."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from voice.__main__ import main
from voice.arguments import Engine
from voice.audio.recordings import Samples, read_recording
from voice.base.sound import RATE

PAUSE = np.zeros(3 * RATE, np.int16)


def spoken(folder: Path, text: str) -> Samples:
    path = folder / f"{text}.wav"
    assert main(["say", "--to", str(path), text]) == 0
    return read_recording(path)


def recording(folder: Path, *parts: Samples) -> str:
    path = folder / "recording.wav"
    soundfile.write(path, np.concatenate(parts), RATE)
    return str(path)


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["hear", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_of_a_long_recording_the_first_answer_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [spoken(tmp_path, text) for text in ("good morning", "seven", "two")]
    parts = [part for one in said for part in (PAUSE, one)]
    path = recording(tmp_path, *parts, PAUSE)
    (entry,) = lines(capsys, "--for", "score", path)
    assert entry["value"] == 7
    assert entry["seconds"] == pytest.approx((sum(map(len, parts)) + len(PAUSE)) / RATE, abs=0.01)
    (entry,) = lines(capsys, "--text", path)
    assert entry["text"].startswith("Good morning. ")


def test_a_long_recording_of_nothing_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (entry,) = lines(capsys, "--for", "score", recording(tmp_path, *[PAUSE] * 5))
    assert (entry["text"], entry["accepted"], entry["seconds"]) == ("", False, 15.0)


@pytest.mark.parametrize("engine", Engine)
def test_each_engine_hears(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: Engine
) -> None:
    path = recording(tmp_path, spoken(tmp_path, "two"))
    (entry,) = lines(capsys, "--for", "score", "--engine", engine, path)
    assert entry["value"] == 2


def test_what_is_said_is_written_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recording(tmp_path, spoken(tmp_path, "move it to friday"))
    (entry,) = lines(capsys, "--text", path)
    assert list(entry) == ["file", "text", "seconds"]
    assert entry["text"] == "Move it to Friday."
    assert main(["hear", "--text", path]) == 0
    assert capsys.readouterr().out == f"{path}: Move it to Friday.\n"


def test_of_silence_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hear", "--text", recording(tmp_path, PAUSE)]) == 0
    assert "nothing was heard" in capsys.readouterr().out


def test_what_cannot_be_read_is_named_and_the_others_are_heard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headerless = tmp_path / "headerless.raw"
    headerless.write_bytes(bytes(20_000))
    good = recording(tmp_path, spoken(tmp_path, "three"))
    assert main(["hear", "--for", "score", "--json", str(headerless), good]) == 2
    out, err = capsys.readouterr()
    assert "headerless.raw" in err
    assert json.loads(out)["value"] == 3
