"""The mouth: what it says, and what it does with a cache and a bad voice.

It speaks in a process of its own, voice/mouth/render.py.
"""

import os
import shutil
import sys
from pathlib import Path

import espeakng_loader
import pytest

from voice.base.errors import VoiceError
from voice.mouth.espeak import EspeakMouth, seconds_of


@pytest.fixture
def mouth(tmp_path: Path) -> EspeakMouth:
    return EspeakMouth(tmp_path / "cache")


def test_it_works_here(mouth: EspeakMouth) -> None:
    assert mouth.probe().works


@pytest.mark.parametrize(
    "text", ["Three.", "-n 5", "<speak>1 & 2</speak>", "tab\tand\nline", "é ☃ 5"]
)
def test_any_text_becomes_a_sound(mouth: EspeakMouth, text: str) -> None:
    assert seconds_of(mouth.render(text)) > 0.05


@pytest.mark.parametrize("text", ["", " \n", "word " * 300])
def test_what_cannot_be_said_is_refused(mouth: EspeakMouth, text: str) -> None:
    with pytest.raises(VoiceError):
        mouth.render(text)


def test_more_words_take_longer(tmp_path: Path) -> None:
    mouth = EspeakMouth(tmp_path)
    short, long = mouth.render("Three."), mouth.render("Three. Is that right, or is it not?")
    assert seconds_of(long) > 2 * seconds_of(short)


def test_the_second_time_comes_from_the_cache_unless_it_is_spoilt(tmp_path: Path) -> None:
    mouth = EspeakMouth(tmp_path)
    path = mouth.render("Three.")
    stamp, content = path.stat().st_mtime_ns, path.read_bytes()
    assert mouth.render("Three.").stat().st_mtime_ns == stamp
    path.write_bytes(content[:60])
    assert mouth.render("Three.").read_bytes() == content


def test_another_voice_sounds_different(tmp_path: Path) -> None:
    one = EspeakMouth(tmp_path, "en-us").render("Three.")
    two = EspeakMouth(tmp_path, "en-us+f3", 130).render("Three.")
    assert one.read_bytes() != two.read_bytes()


def test_a_voice_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="klingonese"):
        EspeakMouth(tmp_path, "klingonese").render("Three.")


@pytest.mark.parametrize(("silent", "speaks"), [(0, True), (1, True), (2, True), (3, False)])
def test_a_renderer_that_makes_no_sound_is_asked_again(
    tmp_path: Path, silent: int, speaks: bool
) -> None:
    program = tmp_path / "flaky"
    program.write_text(
        f"#!/bin/sh\necho x >> {tmp_path}/tries\n"
        f"[ $(wc -l < {tmp_path}/tries) -le {silent} ] && exit 0\n"
        f'exec {sys.executable} -m voice.mouth.render "$@"\n'
    )
    program.chmod(0o755)
    mouth = EspeakMouth(tmp_path / "cache", program=(str(program),))
    if speaks:
        assert seconds_of(mouth.render("Three.")) > 0.1
    else:
        with pytest.raises(VoiceError, match="no sound"):
            mouth.render("Three.")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VoiceError, match="file"):
        EspeakMouth(tmp_path / "file").render("Three.")


def test_data_in_a_deep_folder_are_found(tmp_path: Path) -> None:
    data = Path(espeakng_loader.get_data_path())
    deep = tmp_path.joinpath(*["d" * 50] * 5, data.name)
    shutil.copytree(data, deep)
    program = (
        sys.executable,
        "-c",
        f"import espeakng_loader; espeakng_loader.get_data_path = lambda: {str(deep)!r}\n"
        "import sys; from voice.mouth.render import main; main(*sys.argv[1:])",
    )
    assert seconds_of(EspeakMouth(tmp_path / "cache", program=program).render("Three.")) > 0.1


def test_what_a_killed_one_left_goes_with_the_next_sentence(tmp_path: Path) -> None:
    """Another text may never be spoken again."""
    left = tmp_path / ".0123.wav.77-5.new"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    path = EspeakMouth(tmp_path).render("Three.")
    assert list(tmp_path.iterdir()) == [path]
