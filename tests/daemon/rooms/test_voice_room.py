"""The living room over a scripted voice child: what is heard, typed and lost, in virtual time."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.desktop.notify import NoNotifier
from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.rooms.typed_room import TypedRoom
from daemon.rooms.voice_room import VoiceRoom
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Cue
from daemon.settings.config import Voice
from voice.child.client import VoiceClient

# Answers each request from a list of replies by its "op"; without one it stays silent.
CHILD = """
import json, sys
replies, log = json.loads(sys.argv[1]), open(sys.argv[2], "a")
for line in sys.stdin:
    request = json.loads(line)
    print(request["op"], file=log, flush=True)
    waiting = replies.get(request["op"], [])
    if waiting:
        print(json.dumps({"id": request.get("id"), **waiting.pop(0)}), flush=True)
"""
PARTS = {
    name: {"state": "present", "detail": ""}
    for name in ("mouth", "ears", "speaker", "microphone", "echo cancelling")
}
SAID = {"event": "said", "file": "", "seconds": 0.1}


def heard(text: str, *, sure: bool = True, over: bool = False) -> dict[str, Any]:
    given = {"text": text, "value": None, "accepted": True, "sure": sure, "seconds": 1.0}
    return {"event": "heard", "over": over, **given}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.rooms.voice_room._COME_BACK_SECONDS", 0.05)


class Keyboard:
    """Lines that are typed; then nobody touches it, or it is gone."""

    def __init__(self, *lines: str, gone: bool = False) -> None:
        self._lines, self._gone = list(lines), gone

    async def next(self) -> str | None:
        if self._lines:
            return self._lines.pop(0)
        if not self._gone:
            await asyncio.Event().wait()
        return None


class Here:
    """A living room whose child gives these replies."""

    def __init__(self, folder: Path, keyboard: Keyboard, parts: Any = PARTS, **replies: Any):
        self._log = folder / "requests"
        given = {"probe": [{"event": "probed", "parts": parts}], "say": [SAID] * 9, **replies}
        given.setdefault("adjust", [{"event": "done"}] * 9)
        given.setdefault("tone", [SAID] * 9)
        command = [sys.executable, "-c", CHILD, json.dumps(given), str(self._log)]
        self._client = VoiceClient(command=command)
        self.terminal = TypedRoom(keyboard, NoNotifier())
        self.room = VoiceRoom(self._client, self.terminal, Voice())

    async def __aenter__(self) -> "Here":
        await self.room.look_around()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__(None, None, None)

    async def requests(self, awaited: str) -> list[str]:
        """What the child was asked for, once this was among it."""
        async with asyncio.timeout(10):
            while awaited not in (seen := self._log.read_text().split()):
                await asyncio.sleep(0.01)
        return seen

    def soon(self) -> WaitUntil:
        at = self.room.now() + timedelta(seconds=0.05)
        return WaitUntil(at, Cue(0.0, 0, text="Half way."))


SCORE = Ask(Question.WARMUP, "score")
MOMENT = Ask(Question.WARMUP, "yesno", moment=2.0)


@pytest.mark.parametrize(
    ("keyboard", "listen", "event"),
    [
        (Keyboard(), [heard("three")], Answered(3, True, By.SPOKEN)),
        (Keyboard(), [heard("three", sure=False)], Answered(3, False, By.SPOKEN)),
        (Keyboard(), [{"event": "silence"}], NotUnderstood()),
        (Keyboard("4"), [], Answered(4, True, By.TYPED)),
        (Keyboard(gone=True), [heard("five")], Answered(5, True, By.SPOKEN)),
        (Keyboard("6"), [{"event": "failed", "reason": "deaf."}], Answered(6, True, By.TYPED)),
        (Keyboard(gone=True), [{"event": "failed", "reason": "deaf."}], Unanswered()),
    ],
)
def test_an_answer_from_wherever_it_comes_first(
    tmp_path: Path, keyboard: Keyboard, listen: Any, event: Event
) -> None:
    async def ask() -> Event:
        async with Here(tmp_path, keyboard, listen=listen) as here:
            return await here.room.ask(SCORE)

    assert asyncio.run(ask()) == event


@pytest.mark.parametrize(
    ("listen", "event"),
    [
        ([heard("no")], Answered(False, True, By.SPOKEN)),
        ([{"event": "silence"}], NotUnderstood()),
        ([{"event": "failed", "reason": "deaf."}], NotUnderstood()),
    ],
)
def test_a_moment_for_no_never_holds_the_session_up(
    tmp_path: Path, listen: Any, event: Event
) -> None:
    async def ask() -> Event:
        async with Here(tmp_path, Keyboard(gone=True), listen=listen) as here:
            return await here.room.ask(MOMENT)

    assert asyncio.run(ask()) == event


@pytest.mark.parametrize(
    ("said", "event"),
    [
        (heard("pause"), Command("pause")),
        (heard("stop", over=True), Command("stop")),
        (heard("next", over=True), CueDue()),
        (heard("next", sure=False), CueDue()),
        (heard("[unk]"), CueDue()),
    ],
)
def test_what_counts_while_a_routine_runs(tmp_path: Path, said: Any, event: Event) -> None:
    parts = {**PARTS, "echo cancelling": {"state": "missing", "detail": ""}}

    async def wait() -> Event:
        async with Here(tmp_path, Keyboard(), parts, listen=[said]) as here:
            return await here.room.wait(here.soon())

    assert asyncio.run(wait()) == event


def test_with_echo_cancelling_every_command_counts_while_it_speaks(tmp_path: Path) -> None:
    async def wait() -> Event:
        async with Here(tmp_path, Keyboard(), listen=[heard("next", over=True)]) as here:
            return await here.room.wait(here.soon())

    assert asyncio.run(wait()) == Command("next")


def test_stop_breaks_a_sentence_off_and_is_what_the_session_hears_next(tmp_path: Path) -> None:
    async def told() -> tuple[Event, list[str]]:
        stop = [heard("next", over=True), heard("stop", over=True)]
        async with Here(tmp_path, Keyboard(), say=[], listen=stop) as here:
            await here.room.say("Next run tomorrow.")
            await here.room.say("Three clear runs in a row.")
            return await here.room.ask(SCORE), await here.requests("hush")

    event, requests = asyncio.run(told())
    assert event == Command("stop")
    assert requests.count("say") == 1


@pytest.mark.parametrize("text", ["Stop here for today.", "Next run tomorrow."])
def test_what_would_break_itself_off_is_not_listened_to(tmp_path: Path, text: str) -> None:
    cancels = text == "Next run tomorrow."
    state = {"state": "missing" if cancels else "present", "detail": ""}

    async def told() -> list[str]:
        async with Here(tmp_path, Keyboard(), {**PARTS, "echo cancelling": state}) as here:
            await here.room.say(text)
            return await here.requests("say")

    assert "listen" not in asyncio.run(told())


def test_a_command_silences_the_cue_that_was_sent_ahead(tmp_path: Path) -> None:
    async def wait() -> list[str]:
        async with Here(tmp_path, Keyboard(), say=[], listen=[heard("stop")]) as here:
            await here.room.wait(WaitUntil(None, Cue(0.0, 0, text="Paused.")))
            return await here.requests("hush")

    assert "say" in asyncio.run(wait())


def test_typed_nonsense_is_passed_over_and_the_next_line_counts(tmp_path: Path) -> None:
    async def wait() -> Event:
        async with Here(tmp_path, Keyboard("banana", "back")) as here:
            return await here.room.wait(WaitUntil(None, None))

    assert asyncio.run(wait()) == Command("back")


def test_without_ears_and_keyboard_a_pause_ends(tmp_path: Path) -> None:
    deaf = {**PARTS, "ears": {"state": "missing", "detail": "no model."}}

    async def wait() -> Event:
        async with Here(tmp_path, Keyboard(gone=True), deaf) as here:
            return await here.room.wait(WaitUntil(None, None))

    assert asyncio.run(wait()) == Unanswered()


def test_without_a_mouth_the_tones_go_on(tmp_path: Path) -> None:
    mute = {**PARTS, "mouth": {"state": "missing", "detail": "no voice."}}

    async def wait() -> list[str]:
        async with Here(tmp_path, Keyboard(), mute) as here:
            for cue in (Cue(0.0, 0, text="Half way."), Cue(0.0, 0, tone="done")):
                await here.room.wait(WaitUntil(here.room.now(), cue))
            return await here.requests("tone")

    assert "say" not in asyncio.run(wait())
