"""How well whole sentences are heard, of each kind of question, said by synthetic voices.

`python -m benchmarks.phrases [--kind score] [--each 80] [--alone]` draws sentences of the phrase
table: those of the tiny network's grammar, and those that only a general recogniser or the keyboard
takes, which are at most to be asked back. `--every` has every sentence said by every voice.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence

from voice.audio.recordings import read_recording
from voice.base.places import cache_folder
from voice.ears.both import ears_in_use
from voice.ears.heard import Heard
from voice.ears.protocol import Ears
from voice.ears.vosk_ears import VoskEars
from voice.language.answers import Value, listened_for, meanings
from voice.language.kinds import Kind
from voice.mouth.espeak import EspeakMouth

VOICES = ("en-us", "en", "en-us+f3", "en-gb-scotland", "en-us+m3", "en-gb-x-rp+f2")
FATES = ("right", "asked back", "asked again", "asked back wrongly", "stored wrong")


def main() -> None:
    """Print a table, and each sentence that would have been stored wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phrases", description=__doc__)
    parser.add_argument("--kind", type=Kind, choices=list(Kind), action="append")
    parser.add_argument("--each", type=int, default=80, help="sentences of a group")
    parser.add_argument("--every", action="store_true", help="all sentences, by all voices: hours")
    parser.add_argument("--alone", action="store_true", help="the tiny network alone")
    given = parser.parse_args()
    ears = VoskEars() if given.alone else ears_in_use()
    print(f"{'':22}" + "".join(f"{fate:>20}" for fate in FATES))
    for kind in given.kind or [kind for kind in Kind if kind is not Kind.DAY]:
        heard_for = dict(listened_for(kind))
        typed = {text: value for text, value in meanings(kind) if text not in heard_for}
        for name, sentences in (("grammar", heard_for), ("text only", typed)):
            chosen = [*sentences.items()] if given.every else drawn(sentences, given.each)
            measure(ears, kind, name, chosen, VOICES if given.every else ())


def drawn(sentences: dict[str, Value], each: int) -> Sequence[tuple[str, Value]]:
    """Some of the sentences, the same ones every time."""
    known = [(text, value) for text, value in sentences.items() if text.replace(" ", "").isalpha()]
    return random.Random(0).sample(known, min(each, len(known)))


def measure(
    ears: Ears,
    kind: Kind,
    name: str,
    sentences: Sequence[tuple[str, Value]],
    voices: Sequence[str],
) -> None:
    """Say each sentence in these voices (in one of them, where none are given): its fate."""
    fates: Counter[str] = Counter()
    wrong = []
    said = [
        (text, value, voice)
        for number, (text, value) in enumerate(sentences)
        for voice in voices or (VOICES[number % len(VOICES)],)
    ]
    for text, value, voice in said:
        heard = hear(ears, kind, text, voice)
        fate = fate_of(heard, value)
        fates[fate] += 1
        if fate == "stored wrong":
            wrong.append(f"    {text!r} was heard as {heard.text!r}")
    shares = (100 * fates[fate] / max(1, len(said)) for fate in FATES)
    print(f"{kind:9} {name:12}" + "".join(f"{share:20.1f}" for share in shares))
    print(*wrong, sep="\n", end="\n" if wrong else "")


def hear(ears: Ears, kind: Kind, text: str, voice: str) -> Heard:
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
