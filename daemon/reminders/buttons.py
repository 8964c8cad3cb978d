"""Which buttons a notice has. Pure; control/presses.py does what they say."""

from daemon.base.words import words
from daemon.desktop.notice import Button, Notice, Urgency
from daemon.diary.questions import Question
from daemon.reminders.due import Reminder

SESSION = "session"
"""The kind of all that a session shows: the next sentence replaces the last."""
TOLD = "told"
"""The kind of what comes of a click."""
SNOOZE_MINUTES = 30
# A notification has room for a few buttons: first the range, then the exact score.
RANGES = {"0-3": range(0, 4), "4-6": range(4, 7), "7-10": range(7, 11)}
_REMINDERS = {
    "run": ("start", "snooze", "skip"),
    "strength": ("done", "snooze"),
    "next_day": ("0-3", "4-6", "7-10"),
}
# A red flag, and a diary that cannot be used.
_URGENT = ("advice", "fault")
WITH_BUTTONS = frozenset(_REMINDERS)
"""The kinds of reminders that wait for a click."""
# What can be pressed in place of an answer of this kind; minutes and distances are typed or said.
_ANSWERS = {
    "score": ("0-3", "4-6", "7-10", "unknown"),
    "yesno": ("yes", "no", "unknown"),
}


def reminder_notice(reminder: Reminder) -> Notice:
    """A reminder with what can be done about it; `about` is its key, which begins with the day."""
    keys = _REMINDERS.get(reminder.kind, ())
    by_hand = words(f"by_hand.{reminder.kind}") if keys else ""
    return Notice(
        reminder.text,
        reminder.kind,
        Urgency.CRITICAL if reminder.kind in _URGENT else Urgency.NORMAL,
        buttons=tuple(map(_button, keys)),
        by_hand=by_hand,
        about=reminder.key,
    )


def question_notice(question: Question, kind: str, text: str) -> Notice:
    """A question of a session that cannot be answered aloud; `about` is the question."""
    keys = _ANSWERS.get(kind, ("unknown",))
    return Notice(
        text,
        SESSION,
        buttons=tuple(map(_button, keys)),
        by_hand=words("by_hand.question"),
        about=question,
    )


def exact_notice(asked: Notice, key: str) -> Notice:
    """The scores of a range, in place of the notice that had the range as a button."""
    scores = tuple(Button(str(score), str(score)) for score in RANGES[key])
    return Notice(words("button.exactly"), asked.kind, buttons=scores, about=asked.about)


def sentence_notice(text: str) -> Notice:
    """What a session says where it cannot speak."""
    return Notice(text, SESSION)


def _button(key: str) -> Button:
    return Button(key, words(f"button.{key}", minutes=SNOOZE_MINUTES))
