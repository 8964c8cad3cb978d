"""Listening to a stream of sound for one answer."""

from collections.abc import Iterable

from voice.answers import interrupt
from voice.ears import Heard, Utterance

RATE = 16_000
# A word that began just before the limit may be said to its end.
GRACE_SECONDS = 1.5
# So long a cry for "stop" has to stand before it is taken, without waiting for the silence after.
_STEADY_CHUNKS = 3


def listen(utterance: Utterance, chunks: Iterable[bytes], seconds: float) -> Heard | None:
    """The answer in `chunks`, at most `seconds` (and a moment) of them; None for silence."""
    limit = int(seconds * RATE) * 2
    grace = int(GRACE_SECONDS * RATE) * 2
    taken = steady = 0
    urgent = None
    for chunk in chunks:
        taken += len(chunk)
        if utterance.feed(chunk):
            break
        partial = utterance.partial()
        if taken >= (limit + grace if partial else limit):
            break
        before, urgent = urgent, interrupt(partial)
        steady = steady + 1 if urgent and urgent == before else 0
        if steady == _STEADY_CHUNKS:
            break
    heard = utterance.heard()
    return heard if heard.text else None
