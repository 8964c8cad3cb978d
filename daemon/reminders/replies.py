"""What may be said to a reminder that was spoken, and which button that is. Pure."""

from collections.abc import Mapping

from daemon.reminders.kinds import ButtonKey, ReminderKind
from voice.ears.heard import Heard
from voice.language.kinds import CommandName, Kind

LISTENS: Mapping[ReminderKind, Kind] = {
    ReminderKind.RUN: Kind.COMMAND,
    ReminderKind.STRENGTH: Kind.COMMAND,
    ReminderKind.HOLD: Kind.YESNO,
    ReminderKind.NEXT_DAY: Kind.SCORE,
}
"""What is listened for after a reminder; after any other nothing is."""
_BUTTONS = {
    CommandName.START: ButtonKey.START,
    CommandName.SNOOZE: ButtonKey.SNOOZE,
    CommandName.SKIP: ButtonKey.SKIP,
    CommandName.DONE: ButtonKey.DONE,
}
# "What is it today?" is answered by the reminder itself.
_AGAIN = (CommandName.REPEAT, CommandName.HOW_LONG, CommandName.HELP)


def is_again(kind: ReminderKind, heard: Heard) -> bool:
    """Whether the reminder is to be said again."""
    said = heard.value if LISTENS[kind] is Kind.COMMAND else heard.command
    return said in list(_AGAIN)


def pressed(kind: ReminderKind, heard: Heard) -> str:
    """The button that was meant; "" where none was, or not for certain."""
    value = heard.value
    if not heard.sure or value is None:
        return ""
    match LISTENS[kind]:
        case Kind.SCORE:
            return str(value)
        case Kind.YESNO:
            return ButtonKey.CLEARED if value is True else ""
    button = _BUTTONS.get(CommandName(str(value)))
    can = (*kind.buttons, ButtonKey.START) if kind is ReminderKind.STRENGTH else kind.buttons
    return button if button and button in can else ""


def asks_back(kind: ReminderKind, heard: Heard) -> bool:
    """Whether a score was perhaps said: then it is asked for in a session."""
    return LISTENS[kind] is Kind.SCORE and not heard.command
