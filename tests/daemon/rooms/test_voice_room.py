"""The living room over a scripted voice child: what is heard, typed and lost, in virtual time."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.rooms.console import Console
from daemon.rooms.voice_room import VoiceRoom
from daemon.session.actions import Ask, WaitUntil
from daemon.session.events import Answered, Command, CueDue, Event, NotUnderstood, Unanswered
from daemon.session.routine import Cue
from daemon.settings.config import Voice
from tests.fakes.notifier import FakeNotifier
from tests.fakes.voice_child import Script, fake_child
from voice.base.health import Health
from voice.base.part import PRESENT, Part
from voice.base.tone import ToneName
from voice.child.client import VoiceClient
from voice.child.messages import (
    Failed,
    Listen,
    Probe,
    Probed,
    Reply,
    Said,
    Say,
    Silence,
    Tone,
)
from voice.ears.heard import Heard, judged
from voice.language.kinds import CommandName, Kind

NAMES = ("mouth", "ears", "speaker", "microphone", "echo cancelling")
PARTS = dict.fromkeys(NAMES, PRESENT)
SAID = Said("", 0.1)


def heard(text: str, kind: Kind = Kind.SCORE, *, sure: bool = True, over: bool = False) -> Heard:
    return replace(judged(kind, text, sure=sure, seconds=1.0), over=over)


def command(text: str, *, sure: bool = True, over: bool = False) -> Heard:
    return heard(text, Kind.COMMAND, sure=sure, over=over)


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

    def __init__(
        self,
        folder: Path,
        keyboard: Keyboard,
        script: Script | None = None,
        parts: Mapping[str, Part] = PARTS,
    ) -> None:
        self._log = folder / "requests"
        usual: Script = {Probe: [Probed(parts)], Say: [SAID] * 9, Tone: [SAID] * 9}
        self._client = VoiceClient(command=fake_child({**usual, **(script or {})}, self._log))
        self.terminal = Console(keyboard, FakeNotifier())
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


SCORE = Ask(Question.WARMUP, Kind.SCORE)
MOMENT = Ask(Question.WARMUP, Kind.YESNO, moment=2.0)


@pytest.mark.parametrize(
    ("keyboard", "listen", "event"),
    [
        (Keyboard(), [heard("three")], Answered(3, True, By.SPOKEN)),
        (Keyboard(), [heard("three", sure=False)], Answered(3, False, By.SPOKEN)),
        (Keyboard(), [Silence()], NotUnderstood()),
        (Keyboard("4"), [], Answered(4, True, By.TYPED)),
        (Keyboard(gone=True), [heard("five")], Answered(5, True, By.SPOKEN)),
        (Keyboard("6"), [Failed("deaf.")], Answered(6, True, By.TYPED)),
        (Keyboard(gone=True), [Failed("deaf.")], Unanswered()),
    ],
)
def test_an_answer_from_wherever_it_comes_first(
    tmp_path: Path, keyboard: Keyboard, listen: list[Reply], event: Event
) -> None:
    async def ask() -> Event:
        async with Here(tmp_path, keyboard, {Listen: listen}) as here:
            return await here.room.ask(SCORE)

    assert asyncio.run(ask()) == event


@pytest.mark.parametrize(
    ("listen", "event"),
    [
        ([heard("no", Kind.YESNO)], Answered(False, True, By.SPOKEN)),
        ([Silence()], NotUnderstood()),
        ([Failed("deaf.")], NotUnderstood()),
    ],
)
def test_a_moment_for_no_never_holds_the_session_up(
    tmp_path: Path, listen: list[Reply], event: Event
) -> None:
    async def ask() -> Event:
        async with Here(tmp_path, Keyboard(gone=True), {Listen: listen}) as here:
            return await here.room.ask(MOMENT)

    assert asyncio.run(ask()) == event


BY_ANY_WAY = Ask(Question.WARMUP, Kind.SCORE, typed=True)


@pytest.mark.parametrize(
    ("keyboard", "listen", "event"),
    [
        # Said after all, with noise and silence before it.
        (
            Keyboard(),
            [Silence(), heard("[unk]"), heard("three")],
            Answered(3, True, By.SPOKEN),
        ),
        (Keyboard(), [heard("stop")], Command(CommandName.STOP)),
        (Keyboard("4"), [], Answered(4, True, By.TYPED)),
        (Keyboard("banana"), [], NotUnderstood()),
        (Keyboard(gone=True), [Silence(), heard("five")], Answered(5, True, By.SPOKEN)),
        (Keyboard("6"), [Failed("deaf.")], Answered(6, True, By.TYPED)),
    ],
)
def test_who_is_asked_for_keys_and_buttons_is_heard_all_the_same(
    tmp_path: Path, keyboard: Keyboard, listen: list[Reply], event: Event
) -> None:
    async def ask() -> Event:
        async with Here(tmp_path, keyboard, {Listen: listen}) as here:
            return await here.room.ask(BY_ANY_WAY)

    assert asyncio.run(ask()) == event


@pytest.mark.parametrize("listen", [[], [Failed("deaf.")]])
def test_a_question_that_nobody_answers_closes_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listen: list[Reply]
) -> None:
    for module in ("voice_room", "terminal"):
        monkeypatch.setattr(f"daemon.rooms.{module}.NOBODY_SECONDS", 0.05)

    async def ask() -> Event:
        async with Here(tmp_path, Keyboard(), {Listen: listen}) as here:
            return await here.room.ask(BY_ANY_WAY)

    assert asyncio.run(ask()) == Unanswered()


@pytest.mark.parametrize(
    ("said", "event"),
    [
        (command("pause"), Command(CommandName.PAUSE)),
        (command("stop", over=True), Command(CommandName.STOP)),
        (command("next", over=True), CueDue()),
        (command("next", sure=False), CueDue()),
        (command("[unk]"), CueDue()),
    ],
)
def test_what_counts_while_a_routine_runs(tmp_path: Path, said: Heard, event: Event) -> None:
    parts = {**PARTS, "echo cancelling": Part(Health.MISSING)}

    async def wait() -> Event:
        async with Here(tmp_path, Keyboard(), {Listen: [said]}, parts) as here:
            return await here.room.wait(here.soon())

    assert asyncio.run(wait()) == event


def test_with_echo_cancelling_every_command_counts_while_it_speaks(tmp_path: Path) -> None:
    async def wait() -> Event:
        script: Script = {Listen: [command("next", over=True)]}
        async with Here(tmp_path, Keyboard(), script) as here:
            return await here.room.wait(here.soon())

    assert asyncio.run(wait()) == Command(CommandName.NEXT)


def test_stop_breaks_a_sentence_off_and_is_what_the_session_hears_next(tmp_path: Path) -> None:
    async def told() -> tuple[Event, list[str]]:
        stop = [command("next", over=True), command("stop", over=True)]
        async with Here(tmp_path, Keyboard(), {Say: [], Listen: stop}) as here:
            await here.room.say("Next run tomorrow.")
            await here.room.say("Three clear runs in a row.")
            return await here.room.ask(SCORE), await here.requests("hush")

    event, requests = asyncio.run(told())
    assert event == Command(CommandName.STOP)
    assert requests.count("say") == 1


@pytest.mark.parametrize("text", ["Stop here for today.", "Next run tomorrow."])
def test_what_would_break_itself_off_is_not_listened_to(tmp_path: Path, text: str) -> None:
    cancels = text == "Next run tomorrow."
    parts = {**PARTS, "echo cancelling": Part(Health.MISSING) if cancels else PRESENT}

    async def told() -> list[str]:
        async with Here(tmp_path, Keyboard(), parts=parts) as here:
            await here.room.say(text)
            return await here.requests("say")

    assert "listen" not in asyncio.run(told())


def test_a_command_silences_the_cue_that_was_sent_ahead(tmp_path: Path) -> None:
    async def wait() -> list[str]:
        script: Script = {Say: [], Listen: [command("stop")]}
        async with Here(tmp_path, Keyboard(), script) as here:
            await here.room.wait(WaitUntil(None, Cue(0.0, 0, text="Paused.")))
            return await here.requests("hush")

    assert "say" in asyncio.run(wait())


def test_typed_nonsense_is_passed_over_and_the_next_line_counts(tmp_path: Path) -> None:
    async def wait() -> Event:
        async with Here(tmp_path, Keyboard("banana", "back")) as here:
            return await here.room.wait(WaitUntil(None, None))

    assert asyncio.run(wait()) == Command(CommandName.BACK)


def test_without_ears_and_keyboard_a_pause_ends(tmp_path: Path) -> None:
    deaf = {**PARTS, "ears": Part(Health.MISSING, "no model.")}

    async def wait() -> Event:
        async with Here(tmp_path, Keyboard(gone=True), parts=deaf) as here:
            return await here.room.wait(WaitUntil(None, None))

    assert asyncio.run(wait()) == Unanswered()


def test_without_a_mouth_the_tones_go_on(tmp_path: Path) -> None:
    mute = {**PARTS, "mouth": Part(Health.MISSING, "no voice.")}

    async def wait() -> list[str]:
        async with Here(tmp_path, Keyboard(), parts=mute) as here:
            for cue in (Cue(0.0, 0, text="Half way."), Cue(0.0, 0, tone=ToneName.DONE)):
                await here.room.wait(WaitUntil(here.room.now(), cue))
            return await here.requests("tone")

    assert "say" not in asyncio.run(wait())
