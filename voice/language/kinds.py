"""The kinds of answer and the commands, by name. Their phrases are not loaded with them."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of question."""

    SCORE = "score"
    YESNO = "yesno"
    COMMAND = "command"
    MINUTES = "minutes"
    DISTANCE = "distance"
    DAY = "day"


class CommandName(StrEnum):
    """What a session can be told; each is the value of a row of the phrase table."""

    START = "start"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    SKIP = "skip"
    HOW_LONG = "how long"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    OUCH = "ouch"
    CHANGE = "change"
    HELP = "help"
    DONE = "done"
    SNOOZE = "snooze"


HARMLESS = (CommandName.STOP, CommandName.OUCH, CommandName.PAUSE)
"""Commands that hold a session: taken wrongly they do no harm, missed they may."""
