"""Listening to a stream of sound for one answer."""

from collections.abc import Iterable

from voice.ears import Heard, Utterance

RATE = 16_000
# A word that began just before the limit may be said to its end.
GRACE_SECONDS = 1.5


def listen(utterance: Utterance, chunks: Iterable[bytes], seconds: float) -> Heard | None:
    """The answer in `chunks`, at most `seconds` (and a moment) of them; None for silence."""
    limit = int((seconds + GRACE_SECONDS) * RATE) * 2
    taken = 0
    for chunk in chunks:
        taken += len(chunk)
        if utterance.feed(chunk) or taken >= limit:
            break
    heard = utterance.heard()
    return heard if heard.text else None
