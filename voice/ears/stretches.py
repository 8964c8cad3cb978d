"""A long recording as stretches of speech, each as long as an answer may be.

What a recogniser takes for a sound grows faster than the sound is long. A microphone's sound ends
with the answer; a recording may go on for a minute.
"""

from collections import deque
from collections.abc import Iterator

from voice.ears.activity import FRAME, FRAME_SECONDS, VoiceActivity
from voice.ears.endpoint import Endpoint
from voice.ears.listening import PRE_ROLL


def stretches(sound: bytes, activity: VoiceActivity) -> Iterator[bytes]:
    """The parts of 16 kHz 16-bit sound that are speech, a moment before and after included."""
    endpoint, stretch = Endpoint(FRAME_SECONDS), bytearray()
    roll: deque[bytes] = deque(maxlen=PRE_ROLL)
    activity.begin()
    for start in range(0, len(sound), FRAME):
        frame = sound[start : start + FRAME].ljust(FRAME, b"\0")
        endpoint.hear(activity(frame))
        roll.append(frame)
        if not endpoint.began:
            continue
        stretch += b"".join(roll)
        roll.clear()
        # A pause as in "about ... four" is part of an answer.
        if endpoint.over(lambda: False):
            yield bytes(stretch)
            stretch.clear()
            endpoint.begin_anew()
    if stretch:
        yield bytes(stretch)
