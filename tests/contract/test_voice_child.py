"""One contract for every voice child: the real one, and the fake of other tests."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.voice_child import fake_child
from tests.processes import started
from voice.base.children import own_program
from voice.base.part import PRESENT
from voice.child.frames import REPLIES, REQUESTS, line, reply_from
from voice.child.messages import (
    Adjust,
    Cancel,
    Done,
    Failed,
    HearAs,
    Hush,
    Keep,
    Kept,
    Learn,
    Listen,
    Overheard,
    Ping,
    Play,
    Prepare,
    Prepared,
    Probe,
    Probed,
    Progress,
    Quit,
    Reply,
    Request,
    Said,
    Say,
    Silence,
    Tone,
    Train,
    Trained,
)
from voice.ears.heard import Heard
from voice.language.kinds import Kind

# Each request, with whether it must work where there is no sound.
ASKED: dict[Request[Any], bool] = {
    Say("Three.", play=False): True,
    Tone("done", play=False): True,
    Tone("no such tone"): False,
    Play("/nonexistent.wav"): False,
    Listen(Kind.SCORE, 0.1): False,
    Train(3, 0.1): False,
    Keep(): False,
    Learn(3): True,
    HearAs(Kind.SCORE, "three", "en-us", 140): True,
    Prepare(("Three.", "Four.")): True,
    Probe(): True,
    Adjust(0.5, 160): True,
    Hush(9): True,
    Cancel(9): True,
    Ping(): True,
}
SCRIPT: dict[type[Request[Any]], list[Reply]] = {
    Say: [Said("f.wav", 0.5)],
    Tone: [Said("t.wav", 0.1), Failed("there is no such tone.")],
    Play: [Failed("there is no such file.")],
    Listen: [Silence()],
    Train: [Trained(False)],
    Keep: [Kept(22)],
    Learn: [Done()],
    HearAs: [Overheard(Heard("three", 3, sure=True), "three.wav")],
    Prepare: [Prepared({"Three.": 0.5, "Four.": 0.4})],
    Probe: [Probed({"mouth": PRESENT})],
    Adjust: [Done()],
    Hush: [Done()],
    Cancel: [Done()],
}


class Child:
    """A voice child as it is over its pipe."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def write(self, text: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def read(self) -> tuple[int | None, Reply]:
        """What it says next, once it is more than how far it is."""
        assert self._process.stdout is not None
        while True:
            number, reply = reply_from(self._process.stdout.readline())
            if not isinstance(reply, Progress):
                return number, reply


@pytest.fixture(scope="module", params=["real", "fake"])
def child(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Child]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("PULSE_SERVER", "unix:/nowhere")
        program = fake_child(SCRIPT) if request.param == "fake" else own_program("voice", "serve")
        with started(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            running = Child(process)
            yield running
            running.write(line(None, Quit()))
            assert process.wait(20) == 0


@pytest.mark.parametrize("asked", ASKED, ids=repr)
def test_every_request_has_an_answer_of_its_kind(child: Child, asked: Request[Any]) -> None:
    child.write(line(7, asked))
    number, reply = child.read()
    assert number == 7
    expected = asked.answers() if ASKED[asked] else asked.answers() | Failed
    assert isinstance(reply, expected), reply


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("{", None),
        ('{"id": 8, "is": "sing"}', 8),
        ('{"id": 8, "is": "say"}', 8),
        ('{"id": 8, "is": "listen", "kind": "song", "seconds": 1}', 8),
        ('{"id": 8, "is": "said", "file": "f", "seconds": 1.0}', 8),
    ],
)
def test_a_bad_frame_fails_and_the_next_request_is_answered(
    child: Child, text: str, number: int | None
) -> None:
    child.write(f"{text}\n".encode() + line(9, Ping()))
    failed, reply = child.read()
    assert failed == number
    assert isinstance(reply, Failed)
    assert child.read() == (9, Done())


def test_the_contract_is_about_all_of_them() -> None:
    assert {type(asked) for asked in ASKED} | {Quit} == set(REQUESTS.values())


@pytest.mark.parametrize("kind", REQUESTS.values())
def test_what_answers_can_be_sent(kind: type[Request[Any]]) -> None:
    answers = kind.answers()
    assert {*getattr(answers, "__args__", (answers,))} <= {*REPLIES.values()}


def test_requests_of_the_daemon_load_no_models() -> None:
    program = "import sys, voice.child.client; print({'numpy', 'vosk'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"
