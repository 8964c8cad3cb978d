"""What the voice child is asked, and what it answers: one frozen value a message. Pure.

Each request names what answers it: `class Say(Request[Said])`. Whatever was asked, the answer may
be Failed instead. Requests of one lane are answered in their order, lanes side by side: the child
can listen while it speaks; those of no lane are answered at once. Before the answer to a request
that sounds, Begun and Sounding tell how far it is, so that one that hangs is noticed; Listening
tells that it now waits for a person, who may take as long as they like.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar, get_args

from voice.base.part import Part
from voice.ears.heard import Heard
from voice.language.kinds import Kind

Awaited = TypeVar("Awaited")


class Lane(Enum):
    """Work that is done in its order."""

    MOUTH = "mouth"
    EARS = "ears"
    OTHER = "work"


@dataclass(frozen=True)
class Said:
    """A rendered sound and its length in seconds; `whole` unless it was hushed."""

    file: str
    seconds: float
    whole: bool = True


@dataclass(frozen=True)
class Silence:
    """Nothing was said."""


@dataclass(frozen=True)
class Overheard:
    """What was heard of a sound that was made for it, which is kept in `file`."""

    heard: Heard
    file: str


@dataclass(frozen=True)
class Trained:
    """`taken`: the answer counts; not where it was surely another one, or hardly any sound."""

    taken: bool


@dataclass(frozen=True)
class Kept:
    """How many answers are known now."""

    answers: int


@dataclass(frozen=True)
class Prepared:
    """Seconds that each rendered text sounds."""

    lengths: Mapping[str, float]


@dataclass(frozen=True)
class Probed:
    """State of the parts by name."""

    parts: Mapping[str, Part]


@dataclass(frozen=True)
class Done:
    """It is done, and there is nothing more to tell."""


@dataclass(frozen=True)
class Failed:
    """It could not be done; `reason` is a sentence for the runner."""

    reason: str


@dataclass(frozen=True)
class Begun:
    """It is being rendered."""


@dataclass(frozen=True)
class Sounding:
    """It will have been heard in so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Listening:
    """The tone is over; a person is waited for."""


Progress = Begun | Sounding | Listening
Final = Said | Silence | Heard | Overheard | Trained | Kept | Prepared | Probed | Done | Failed
Reply = Progress | Final


class Request(Generic[Awaited]):
    """What can be asked."""

    lane: ClassVar[Lane | None] = None

    @classmethod
    def answers(cls) -> Any:
        """The type (or union of types) of what answers it."""
        return get_args(cls.__dict__["__orig_bases__"][0])[0]


@dataclass(frozen=True)
class Say(Request[Said]):
    """Render a text and, unless `play` is off, speak it.

    `at` (here and below) is the moment of its first sound, by time.monotonic().
    """

    text: str
    play: bool = True
    at: float | None = None
    lane = Lane.MOUTH


@dataclass(frozen=True)
class Tone(Request[Said]):
    """Sound a tone."""

    name: str
    play: bool = True
    at: float | None = None
    lane = Lane.MOUTH


@dataclass(frozen=True)
class Play(Request[Said]):
    """Play a WAV file."""

    file: str
    lane = Lane.MOUTH


@dataclass(frozen=True)
class Listen(Request[Silence | Heard]):
    """One answer that begins within so many seconds, after a tone if named.

    With `stay` the microphone stays open for the next one, which then misses nothing.
    """

    kind: Kind
    seconds: float
    tone: str = ""
    stay: bool = False
    lane = Lane.EARS


@dataclass(frozen=True)
class Train(Request[Trained]):
    """Listen, after the tone, to how the runner says a score."""

    score: int
    seconds: float
    tone: str = ""
    lane = Lane.EARS


@dataclass(frozen=True)
class Keep(Request[Kept]):
    """Keep what was trained, in place of all before."""

    lane = Lane.EARS


@dataclass(frozen=True)
class Learn(Request[Done]):
    """The answer heard last was this score."""

    score: int
    lane = Lane.EARS


@dataclass(frozen=True)
class HearAs(Request[Overheard]):
    """Hear a synthetic runner say a text; `rate` in words a minute."""

    kind: Kind
    text: str
    voice: str
    rate: int
    lane = Lane.OTHER


@dataclass(frozen=True)
class Prepare(Request[Prepared]):
    """Render texts ahead of time."""

    texts: tuple[str, ...]
    lane = Lane.OTHER


@dataclass(frozen=True)
class Probe(Request[Probed]):
    """Look at every part; listen for so many seconds to tell how the microphone is."""

    seconds: float = 0.0
    lane = Lane.OTHER


@dataclass(frozen=True)
class Adjust(Request[Done]):
    """Loudness (1: as it is) and words a minute of what is spoken from now on."""

    gain: float
    rate: int


@dataclass(frozen=True)
class Hush(Request[Done]):
    """Silence what the request of that number sounds, or never let it begin."""

    target: int


@dataclass(frozen=True)
class Cancel(Request[Done]):
    """Do not listen any more for the request of that number."""

    target: int


@dataclass(frozen=True)
class Ping(Request[Done]):
    """Tell that you live."""


@dataclass(frozen=True)
class Quit(Request[Done]):
    """End; nothing is answered any more."""
