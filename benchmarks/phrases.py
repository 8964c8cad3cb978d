"""How well whole sentences are heard, of each kind of question, said by synthetic voices.

`python -m benchmarks.phrases [--kind score] [--each 80]` draws sentences of the phrase table: those
that the microphone listens for, and those that only the keyboard takes, which are to be asked again
and never to be stored as something else.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence

from voice.audio.recordings import read_recording
from voice.base.places import cache_folder
from voice.ears.heard import Heard
from voice.ears.vosk_ears import VoskEars
from voice.language.answers import Value, listened_for, meanings
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth

VOICES = ("en-us", "en", "en-us+f3", "en-gb-scotland", "en-us+m3")
FATES = ("right", "asked back", "asked again", "asked back wrongly", "stored wrong")


def main() -> None:
    """Print a table, and each sentence that would have been stored wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phrases", description=__doc__)
    parser.add_argument("--kind", type=Kind, choices=list(Kind), action="append")
    parser.add_argument("--each", type=int, default=80, help="sentences of a group")
    given = parser.parse_args()
    ears = VoskEars()
    print(f"{'':22}" + "".join(f"{fate:>20}" for fate in FATES))
    for kind in given.kind or [kind for kind in Kind if kind is not Kind.DAY]:
        heard_for = dict(listened_for(kind))
        typed = {text: value for text, value in meanings(kind) if text not in heard_for}
        measure(ears, kind, "listened for", drawn(heard_for, given.each))
        measure(ears, kind, "typed only", drawn(typed, given.each))


def drawn(sentences: dict[str, Value], each: int) -> Sequence[tuple[str, Value]]:
    """Some of the sentences, the same ones every time."""
    known = [(text, value) for text, value in sentences.items() if text.replace(" ", "").isalpha()]
    return random.Random(0).sample(known, min(each, len(known)))


def measure(ears: VoskEars, kind: Kind, name: str, sentences: Sequence[tuple[str, Value]]) -> None:
    """Say each sentence in one of the voices and tell its fate."""
    fates: Counter[str] = Counter()
    wrong = []
    for number, (text, value) in enumerate(sentences):
        heard = hear(ears, kind, text, VOICES[number % len(VOICES)])
        fate = fate_of(heard, value)
        fates[fate] += 1
        if fate == "stored wrong":
            wrong.append(f"    {text!r} was heard as {heard.text!r}")
    shares = (100 * fates[fate] / max(1, len(sentences)) for fate in FATES)
    print(f"{kind:9} {name:12}" + "".join(f"{share:20.1f}" for share in shares))
    print(*wrong, sep="\n", end="\n" if wrong else "")


def hear(ears: VoskEars, kind: Kind, text: str, voice: str) -> Heard:
    """The sentence through the ears, with a moment of silence around it."""
    path = EspeakMouth(cache_folder(), voice, 140).render(text)
    silence = bytes(8000)
    utterance = ears.utterance(kind)
    utterance.feed(silence + read_recording(path).astype("<i2").tobytes() + silence)
    return utterance.heard()


def fate_of(heard: Heard, value: Value) -> str:
    """What becomes of an answer that was heard so and meant `value`."""
    if heard.value is None:
        return "asked again"
    if heard.value == value:
        return "right" if heard.sure else "asked back"
    return "stored wrong" if heard.sure else "asked back wrongly"


if __name__ == "__main__":
    main()
