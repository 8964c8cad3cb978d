"""What easeback says and shows, in the language of the words file."""

from collections.abc import Sequence
from functools import cache

from daemon.base.errors import EasebackError
from rules.model import MAX_SCORE, Distance
from voice.base.places import words_file
from voice.base.words import Language


class WordsError(EasebackError):
    """A language file that cannot be used, with all its faults."""


@cache
def _language() -> Language:
    language = Language("voice", "daemon")
    if faults := [f"{words_file()}: {fault}" for fault in language.faults()]:
        raise WordsError("\n".join(faults))
    return language


def words(key: str, /, *, turn: int = 0, **values: object) -> str:
    """A sentence of easeback's; see Language. Raises WordsError."""
    return _language().words(key, turn=turn, **values)


def listed(parts: Sequence[str]) -> str:
    """Parts as people list them: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return words("list.and", first=", ".join(parts[:-1]), last=parts[-1])


def capital(text: str) -> str:
    """The text with a capital first letter; the others stay."""
    return text[:1].upper() + text[1:]


def spoken_time(seconds: float) -> str:
    """How long something takes, no finer than it matters: "40 seconds", "10 minutes"."""
    if seconds < 90:
        return words("count.second", n=round(seconds))
    return words("count.minute", n=round(seconds / 60))


def shown_answer(value: object) -> str:
    """An answer as it is read: "3", "yes", "2.5 miles", "not known"."""
    if value is None:
        return words("answer.unknown")
    if isinstance(value, bool):
        return words("answer.yes" if value else "answer.no")
    if isinstance(value, Distance):
        return words(f"unit.{value.unit}", n=value.value)
    return _language().filled("{value}", value=value)


def spoken_answer(value: object) -> str:
    """An answer as it is read back: "Three", "Yes", "2.5 miles"."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SCORE:
        return capital(spoken_score(value))
    return capital(shown_answer(value))


def spoken_score(score: int) -> str:
    """A score as a word."""
    return words(f"number.{score}")
