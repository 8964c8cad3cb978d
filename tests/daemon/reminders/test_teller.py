"""Telling reminders: shown at once, spoken when somebody is there to hear."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from daemon.desktop.attention import elsewhere
from daemon.desktop.notice import Notice
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import ReminderKind
from daemon.reminders.teller import Teller
from tests.fakes.notifier import FakeNotifier
from voice.ears.heard import Heard, judged
from voice.language.kinds import Kind

RUN = Reminder(date(2026, 3, 2), ReminderKind.RUN, "Run day.")
REST = Reminder(date(2026, 3, 3), ReminderKind.REST, "Rest day.")


class Room:
    """Whether somebody is there, and what they heard."""

    def __init__(self, *reasons: str, says: Sequence[Heard | None] = ()) -> None:
        self.reasons = list(reasons)
        self.says = list(says)
        self.heard: list[str] = []
        self.done: list[tuple[str, str]] = []
        self.outdated: set[str] = set()
        self.spoken = asyncio.Event()

    async def elsewhere(self) -> str:
        return self.reasons.pop(0) if self.reasons else ""

    async def speak(self, text: str, kind: Kind | None) -> Heard | None:
        self.heard.append(text)
        said = self.says.pop(0) if kind and self.says else None
        if not self.says:
            self.spoken.set()
        return said

    async def reply(self, notice: Notice, key: str) -> str:
        self.done.append((notice.kind, key))
        return "Done."

    def current(self, reminder: Reminder) -> Reminder | None:
        return None if reminder.key in self.outdated else reminder


def told(room: Room, *reminders: Reminder) -> list[str]:
    """Kinds that are on the screen by the time something was spoken."""
    screen = FakeNotifier()

    async def tell() -> None:
        owed: asyncio.Queue[Reminder] = asyncio.Queue()
        screen_at = (screen, room.speak, room.elsewhere, room.current, room.reply)
        teller = Teller(*screen_at, wait=0.001)
        for reminder in reminders:
            owed.put_nowait(reminder)
        task = asyncio.create_task(teller.tell(owed))
        async with asyncio.timeout(10):
            await room.spoken.wait()
        # What follows from an answer is done in the same breath.
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()

    asyncio.run(tell())
    return list(screen.shown)


def test_a_reminder_is_shown_and_spoken() -> None:
    room = Room()
    assert told(room, RUN) == ["run"]
    assert room.heard == ["Run day."]


def test_speech_waits_until_somebody_is_there() -> None:
    room = Room("locked", "locked", "call")
    assert told(room, RUN) == ["run"]
    assert room.heard == ["Run day."]
    assert room.reasons == []


def test_what_is_no_longer_so_is_not_said_late() -> None:
    room = Room("locked", "locked")
    room.outdated = {RUN.key}
    assert told(room, RUN, REST) == ["run", "rest"]
    assert room.heard == ["Rest day."]


NEXT_DAY = Reminder(date(2026, 3, 3), ReminderKind.NEXT_DAY, "Any pain today?")


def heard(kind: Kind, text: str, *, sure: bool = True) -> Heard:
    return judged(kind, text, sure=sure, seconds=1.0)


def test_what_is_said_to_a_reminder_does_what_its_button_would() -> None:
    room = Room(says=[heard(Kind.SCORE, "three")])
    assert told(room, NEXT_DAY) == []
    assert room.done == [("next_day", "3")]
    assert room.heard == ["Any pain today?", "Done."]


def test_silence_changes_nothing_and_is_not_asked_again() -> None:
    room = Room(says=[None])
    assert told(room, NEXT_DAY) == ["next_day"]
    assert (room.done, room.heard) == ([], ["Any pain today?"])


def test_what_is_said_again_is_listened_to_again() -> None:
    room = Room(says=[heard(Kind.COMMAND, "repeat"), heard(Kind.COMMAND, "start")])
    told(room, RUN)
    assert room.heard == ["Run day.", "Run day.", "Done."]
    assert room.done == [("run", "start")]


def test_a_score_that_was_not_understood_is_asked_for() -> None:
    room = Room(says=[heard(Kind.SCORE, "three", sure=False)])
    told(room, NEXT_DAY)
    assert room.done == [("next_day", "")]


def test_a_reminder_waits_for_the_session_that_another_began() -> None:
    room = Room("", "session", "", says=[heard(Kind.COMMAND, "start"), None])
    told(room, RUN, NEXT_DAY)
    assert room.heard == ["Run day.", "Done.", "Any pain today?"]


def program(folder: Path, name: str, output: str, code: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{output}\nEND\nexit {code}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("locked", "recorder", "reason"),
    [
        ("no", None, ""),
        ("yes", None, "locked"),
        ("no", {"source": 2}, "call"),
        ("no", {"source": 2, "corked": True}, ""),
        ("no", {"source": 2, "resample_method": "peaks"}, ""),
        ("no", {"source": 1}, ""),
    ],
)
def test_when_no_moment_to_speak_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    locked: str,
    recorder: dict[str, object] | None,
    reason: str,
) -> None:
    program(tmp_path, "loginctl", locked)
    sources = [{"index": 1, "name": "speaker.monitor"}, {"index": 2, "name": "mic"}]
    outputs = [recorder] if recorder else []
    lines = f'case "$3" in sources) echo {json.dumps(json.dumps(sources))};; '
    lines += f"*) echo {json.dumps(json.dumps(outputs))};; esac"
    (tmp_path / "pactl").write_text(f"#!/bin/sh\n{lines}\n")
    (tmp_path / "pactl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert asyncio.run(elsewhere()) == reason


def test_what_cannot_be_asked_does_not_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asyncio.run(elsewhere()) == ""
    program(tmp_path, "loginctl", "yes", code=1)
    program(tmp_path, "pactl", "{not json")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert asyncio.run(elsewhere()) == ""
