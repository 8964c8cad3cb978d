"""What is said to a reminder is one of its buttons, or none."""

import pytest

from daemon.reminders.kinds import ReminderKind
from daemon.reminders.replies import LISTENS, asks_back, is_again, pressed
from voice.ears.heard import Heard, judged


def said(kind: ReminderKind, text: str, *, sure: bool = True) -> Heard:
    return judged(LISTENS[kind], text, sure=sure, seconds=1.0)


@pytest.mark.parametrize(
    ("kind", "text", "button"),
    [
        (ReminderKind.RUN, "start", "start"),
        (ReminderKind.RUN, "snooze", "snooze"),
        (ReminderKind.RUN, "not now", "snooze"),
        (ReminderKind.RUN, "skip", "skip"),
        (ReminderKind.RUN, "done", ""),
        (ReminderKind.RUN, "louder", ""),
        (ReminderKind.RUN, "[unk]", ""),
        (ReminderKind.STRENGTH, "done", "done"),
        (ReminderKind.STRENGTH, "start", "start"),
        (ReminderKind.STRENGTH, "skip", ""),
        (ReminderKind.HOLD, "yes", "cleared"),
        (ReminderKind.HOLD, "no", ""),
        (ReminderKind.NEXT_DAY, "three", "3"),
        (ReminderKind.NEXT_DAY, "no pain", "0"),
        (ReminderKind.NEXT_DAY, "ten", "10"),
        (ReminderKind.NEXT_DAY, "[unk]", ""),
    ],
)
def test_the_button_that_was_meant(kind: ReminderKind, text: str, button: str) -> None:
    assert pressed(kind, said(kind, text)) == button
    # What may have been something else presses nothing.
    assert pressed(kind, said(kind, text, sure=False)) == ""


def test_a_reminder_is_said_again_where_that_is_asked_for() -> None:
    for kind in LISTENS:
        assert is_again(kind, said(kind, "repeat"))
        assert not is_again(kind, said(kind, "[unk]"))


def test_only_a_score_is_asked_for_once_more() -> None:
    for text in ("[unk]", "three"):
        assert asks_back(ReminderKind.NEXT_DAY, said(ReminderKind.NEXT_DAY, text, sure=False))
    assert not asks_back(ReminderKind.NEXT_DAY, said(ReminderKind.NEXT_DAY, "stop"))
    assert not asks_back(ReminderKind.RUN, said(ReminderKind.RUN, "[unk]"))
