"""Which buttons a notice has. Pure; control/presses.py does what they say."""

from collections.abc import Mapping

from daemon.base.words import words
from daemon.desktop.notice import Button, Notice, NoticeKind, Urgency
from daemon.diary.questions import Asked
from daemon.reminders.due import Reminder
from daemon.reminders.kinds import RANGES, ButtonKey
from voice.language.kinds import Kind

SNOOZE_MINUTES = 30
# What can be pressed in place of an answer of this kind; minutes and distances are typed or said.
_ANSWERS: Mapping[Kind, tuple[ButtonKey, ...]] = {
    Kind.SCORE: (*RANGES, ButtonKey.UNKNOWN),
    Kind.YESNO: (ButtonKey.YES, ButtonKey.NO, ButtonKey.UNKNOWN),
}


def reminder_notice(reminder: Reminder) -> Notice:
    """A reminder with what can be done about it; `about` is its key, which begins with the day."""
    kind = reminder.kind
    return Notice(
        reminder.text,
        kind,
        Urgency.CRITICAL if kind.urgent else Urgency.NORMAL,
        buttons=tuple(map(_button, kind.buttons)),
        by_hand=words(f"by_hand.{kind}") if kind.buttons else "",
        about=reminder.key,
    )


def question_notice(question: Asked, kind: Kind, text: str) -> Notice:
    """A question of a session that cannot be answered aloud; `about` is the question."""
    keys = _ANSWERS.get(kind, (ButtonKey.UNKNOWN,))
    return Notice(
        text,
        NoticeKind.SESSION,
        buttons=tuple(map(_button, keys)),
        by_hand=words("by_hand.question"),
        about=question,
    )


def exact_notice(asked: Notice, key: ButtonKey) -> Notice:
    """The scores of a range, in place of the notice that had the range as a button."""
    scores = tuple(Button(str(score), str(score)) for score in RANGES[key])
    return Notice(
        words("button.exactly"),
        asked.kind,
        buttons=scores,
        by_hand=asked.by_hand,
        about=asked.about,
    )


def sentence_notice(text: str) -> Notice:
    """What a session says where it cannot speak."""
    return Notice(text, NoticeKind.SESSION)


def _button(key: ButtonKey) -> Button:
    return Button(str(key), words(f"button.{key}", minutes=SNOOZE_MINUTES))
