"""Speaker and microphone with programs that stand in for the audio server's own."""

import json
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from voice.audio import pulse
from voice.audio.microphone import CHUNK, Microphone, probe_microphone
from voice.audio.player import Player
from voice.base.errors import VoiceError
from voice.base.sound import SPEAKER_RATE


class Desk:
    """A folder of programs that is all of PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def program(self, name: str, script: str = "") -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@contextmanager
def opened() -> Iterator[Microphone]:
    microphone = Microphone()
    microphone.open()
    yield microphone
    microphone.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Desk(tmp_path)


@pytest.mark.parametrize(("state", "sleeps"), [("SUSPENDED", True), ("RUNNING", False)])
def test_whether_the_default_speaker_sleeps(desk: Desk, state: str, sleeps: bool) -> None:
    rows = rf"0\tother\tm\ts\tSUSPENDED\n1\tspeaker\tm\ts\t{state}\n"
    desk.program("pactl", f'[ "$1" = list ] && printf "{rows}" || echo speaker')
    assert pulse.speaker_sleeps() is sleeps


def test_a_recorder_that_ends_says_why(desk: Desk) -> None:
    desk.program("parec", "echo server died >&2; exit 1")
    with opened() as microphone, pytest.raises(VoiceError, match="server died"):
        next(iter(microphone))


def test_a_recorder_that_gives_no_byte_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.audio.microphone._WATCHDOG_SECONDS", 0.05)
    desk.program("parec", "exec /bin/sleep 60")
    with opened() as microphone, pytest.raises(VoiceError, match="gives no sound"):
        next(iter(microphone))


@pytest.mark.parametrize(
    ("name", "process", "source"),
    [("speaker.monitor", 7, "speaker.monitor"), ("mic", 7, "mic"), ("mic", 8, "")],
)
def test_what_a_process_records_from(desk: Desk, name: str, process: int, source: str) -> None:
    streams = [{"source": 3, "properties": {"application.process.id": "7"}}, {"source": 1}]
    sources = [{"index": 3, "name": name}, {"index": 1, "name": "other"}]
    serve_lists(desk, streams, sources)
    assert pulse.source_of(process) == source


@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "echo '{}'", "echo []"])
def test_a_server_that_cannot_tell_is_taken_for_well(desk: Desk, script: str) -> None:
    desk.program("pactl", script)
    assert pulse.source_of(7) == ""
    assert not pulse.speaker_sleeps()


def test_a_monitor_is_no_microphone(desk: Desk) -> None:
    desk.program("parec")
    desk.program("pactl", "echo Default Source: speaker.monitor")
    assert probe_microphone().state == "missing"
    desk.program("pactl", "echo Default Source: mic")
    assert probe_microphone().works


@pytest.mark.parametrize(("state", "silent"), [("SUSPENDED", True), ("RUNNING", False)])
def test_a_sleeping_speaker_is_woken_with_silence(
    desk: Desk, tone: Path, state: str, silent: bool
) -> None:
    row = rf"1\tspeaker\tm\ts\t{state}\n"
    desk.program("pactl", f'[ "$1" = list ] && printf "{row}" || echo speaker')
    desk.program("pacat", f"exec /bin/cat > {desk.folder}/played")
    player = Player()
    player.play(tone)
    player.close()
    played = (desk.folder / "played").read_bytes()
    assert len(played) > 1000
    assert any(played[: SPEAKER_RATE // 2]) is not silent


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, SPEAKER_RATE, 0, "NONE", ""))
        out.writeframes(b"\x00\x20" * 4000)
    return path


def test_a_monitor_is_what_the_microphone_must_not_be(desk: Desk) -> None:
    desk.program("parec", f"echo $$ > {desk.folder}/pid; exec /bin/cat /dev/zero")
    with opened() as microphone:
        assert len(next(iter(microphone))) == CHUNK
        microphone.check()
        streams = [
            {
                "source": 3,
                "properties": {"application.process.id": (desk.folder / "pid").read_text().strip()},
            }
        ]
        serve_lists(desk, streams, [{"index": 3, "name": "speaker.monitor"}])
        with pytest.raises(VoiceError, match="microphone is gone"):
            microphone.check()


def serve_lists(desk: Desk, streams: object, sources: object) -> None:
    for what, listed in (("source-outputs", streams), ("sources", sources)):
        (desk.folder / what).write_text(json.dumps(listed))
    desk.program("pactl", f'read -r line < {desk.folder}/$3 || true; echo "$line"')


def test_one_module_alone_knows_how_to_call_the_audio_server() -> None:
    root = Path(__file__).parents[3]
    sources = [path for name in ("daemon", "voice") for path in (root / name).rglob("*.py")]
    assert [p.name for p in sources if '"pactl"' in p.read_text("utf-8")] == ["pulse.py"]
