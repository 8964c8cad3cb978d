"""Listening to a stream of sound for one answer."""

from collections import deque
from collections.abc import Iterable, Iterator

from voice.base.sound import silence
from voice.ears.activity import FRAME, FRAME_SECONDS, VoiceActivity
from voice.ears.endpoint import Endpoint
from voice.ears.heard import Heard
from voice.ears.protocol import Utterance
from voice.language.answers import interrupt

# What lies before the first moment that is surely speech: soft beginnings like that of "four".
PRE_ROLL = 8
# Of the sound beside the tone only the end is kept, unless speech began in it.
AFTER_TONE = 3
# So long a cry for "stop" has to stand before it is taken, without waiting for the silence after.
STEADY = 10
# A recogniser hears a first word better after a moment of silence.
LEAD = silence(0.1)


def listen(
    utterance: Utterance,
    chunks: Iterable[bytes],
    seconds: float,
    activity: VoiceActivity,
    before: bytes = b"",
) -> Heard | None:
    """The answer that begins within `seconds` of `chunks`; None for silence.

    `before` was recorded while the tone sounded: an answer may have begun in it.
    """
    hearing = _Hearing(utterance, activity)
    for frame in _frames([before]):
        hearing.take(frame)
    hearing.forget_tone()
    elapsed = 0.0
    for frame in _frames(chunks):
        hearing.take(frame)
        elapsed += FRAME_SECONDS
        if hearing.over():
            break
        if hearing.waiting and elapsed >= seconds:
            return None
    heard = utterance.heard()
    return heard if heard.text else None


class _Hearing:
    """An utterance is given the sound from just before speech begins in it."""

    def __init__(self, utterance: Utterance, activity: VoiceActivity) -> None:
        self._utterance, self._activity = utterance, activity
        self._endpoint = Endpoint(FRAME_SECONDS)
        self._roll: deque[bytes] = deque(maxlen=PRE_ROLL)
        self._paused = False
        self._urgent: str | None = None
        self._steady = 0
        utterance.feed(LEAD)

    @property
    def waiting(self) -> bool:
        return not self._endpoint.began

    def take(self, frame: bytes) -> None:
        self._endpoint.hear(self._activity(frame))
        self._roll.append(frame)
        if self._endpoint.began:
            self._paused = self._utterance.feed(b"".join(self._roll))
            self._roll.clear()

    def forget_tone(self) -> None:
        self._roll = deque([*self._roll][-AFTER_TONE:], maxlen=PRE_ROLL)

    def over(self) -> bool:
        if self.waiting:
            return False
        partial = self._utterance.partial()
        if self._is_urgent(partial) or (self._paused and self._utterance.complete()):
            return True
        if not self._endpoint.over(self._utterance.complete):
            return False
        if not partial:
            # A cough or a door: the answer is still to come.
            self._endpoint.begin_anew()
        return bool(partial)

    def _is_urgent(self, partial: str) -> bool:
        before, self._urgent = self._urgent, interrupt(partial)
        self._steady = self._steady + 1 if self._urgent and self._urgent == before else 0
        return self._steady >= STEADY


def _frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    left = b""
    for chunk in chunks:
        left += chunk
        while len(left) >= FRAME:
            yield left[:FRAME]
            left = left[FRAME:]
