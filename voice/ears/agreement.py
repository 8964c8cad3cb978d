"""A whole answer by the grammar and by free text: sure where both say it. Pure."""

from dataclasses import replace

from voice.ears.heard import Heard, judged
from voice.language.answers import UNKNOWN
from voice.language.kinds import HARMLESS, Kind


def agreed(kind: Kind, heard: Heard, text: str) -> Heard:
    """What the grammar `heard`, and the free `text` that a general recogniser wrote beside it.

    The text alone is never sure; a command that works at any question needs no more than it. Where
    they differ, the one with more words has more of what was said.
    """
    written = judged(kind, text, sure=False, seconds=heard.seconds)
    if kind is Kind.COMMAND:
        # A command is not asked back: the text alone may only hold the session.
        return written if not heard.accepted and written.value in HARMLESS else heard
    if not heard.accepted:
        return written if written.accepted else heard
    if not written.accepted:
        return replace(heard, sure=heard.sure and not _says_more(text, heard.text))
    if (written.value, written.command) == (heard.value, heard.command):
        return replace(heard, sure=True)
    return replace(written if _says_more(text, heard.text) else heard, sure=False)


def _says_more(text: str, than: str) -> bool:
    return len(text.split()) > len([word for word in than.split() if word != UNKNOWN])
