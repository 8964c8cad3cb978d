"""A guided routine as cues with absolute times. Pure: the runner of the session keeps the clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from daemon.base.words import capital, spoken_time, words
from daemon.settings.steps import Step
from voice.base.tone import ToneName

COUNTDOWN = 3.0
SWITCH_PAUSE = 5.0
# English at the default rate takes about 0.4 s a word; the second more lets the sentence end.
_SECONDS_A_WORD = 0.4
_LONG_ENOUGH_FOR_CUES = 20
# Silence between a sentence and what comes next.
_BREATH = 0.7
_LAST_CALL = 10
_EVERY_MINUTES = 5


class RoutineKind(StrEnum):
    """What the runner is guided through; the value is its section of the words file."""

    WARMUP = "warmup"
    STRENGTH = "strength"
    RUN = "run"


@dataclass(frozen=True)
class Cue:
    """To be heard `at` seconds after the start: a text, a tone, or a question about pain."""

    at: float
    step: int
    text: str = ""
    tone: ToneName | None = None
    asks: bool = False


SpokenLengths = Mapping[str, float]


@dataclass(frozen=True)
class Routine:
    """The whole sequence: its steps, all cues in order of time, and where each step begins.

    Times are seconds from the start.
    """

    kind: RoutineKind
    steps: tuple[Step, ...]
    cues: tuple[Cue, ...]
    starts: tuple[float, ...]
    end: float
    lengths: SpokenLengths = field(default_factory=dict, compare=False, repr=False)

    def paced(self, pace: float) -> "Routine":
        """The same cues, laid out for speech that is `pace` times as fast."""
        return _LAYOUTS[self.kind](self.steps, self.lengths, pace)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything to be spoken, each once, in order of time."""
        return tuple(dict.fromkeys(cue.text for cue in self.cues if cue.text))


def build(
    steps: Sequence[Step], lengths: SpokenLengths | None = None, pace: float = 1.0
) -> Routine:
    """A warm-up: steps end to end, each told and counted in.

    `lengths` are seconds that each text sounds, where known; others are estimated.
    """
    return _told(RoutineKind.WARMUP, steps, lengths or {}, pace)


def build_strength(
    steps: Sequence[Step], lengths: SpokenLengths | None = None, pace: float = 1.0
) -> Routine:
    """Strength work: as a warm-up, with sets and rests."""
    return _told(RoutineKind.STRENGTH, steps, lengths or {}, pace)


def build_run(
    steps: Sequence[Step], lengths: SpokenLengths | None = None, pace: float = 1.0
) -> Routine:
    """A run: steps follow one another without a pause; the time is told now and then."""
    spoken = _speech(lengths or {}, pace)
    intro = words("run.intro")
    at = spoken(intro) + COUNTDOWN
    cues = [Cue(0.0, 0, text=intro), *_countdown(at, 0)]
    starts = []
    for number, step in enumerate(steps):
        starts.append(at)
        cues += sorted(_turn(step, number, at), key=lambda cue: cue.at)
        at += step.side_seconds
    cues += [
        Cue(at, len(steps) - 1, tone=ToneName.DONE),
        Cue(at + 1.0, len(steps) - 1, text=words("run.done")),
    ]
    return Routine(
        RoutineKind.RUN, tuple(steps), tuple(cues), tuple(starts), at + 1.0, lengths or {}
    )


def _told(kind: RoutineKind, steps: Sequence[Step], lengths: SpokenLengths, pace: float) -> Routine:
    spoken = _speech(lengths, pace)
    intro = words(f"{kind}.intro", steps=len(steps))
    cues = [Cue(0.0, 0, text=intro)]
    at = spoken(intro)
    starts = []
    for number, step in enumerate(steps):
        starts.append(at)
        part = list(_step(step, number, at, spoken))
        cues += part
        at = part[-1].at + 1.0
    cues.append(Cue(at, max(len(steps) - 1, 0), text=words(f"{kind}.done")))
    return Routine(kind, tuple(steps), tuple(cues), tuple(starts), at, lengths)


_LAYOUTS: dict[RoutineKind, Callable[[Sequence[Step], SpokenLengths, float], Routine]] = {
    RoutineKind.WARMUP: build,
    RoutineKind.STRENGTH: build_strength,
    RoutineKind.RUN: build_run,
}


def _speech(lengths: SpokenLengths, pace: float) -> Callable[[str], float]:
    def spoken(text: str) -> float:
        known = lengths.get(text)
        if known is None:
            return (1.0 + _SECONDS_A_WORD * len(text.split())) / pace
        return known / pace + _BREATH

    return spoken


def _countdown(begin: float, number: int) -> Iterator[Cue]:
    for left in (3, 2, 1):
        yield Cue(begin - left, number, text=str(left))


def _step(step: Step, number: int, at: float, spoken: Callable[[str], float]) -> Iterator[Cue]:
    text = words("routine.step", name=step.name, how=step.how).strip()
    if step.sides:
        text += " " + words("routine.side", side=capital(step.sides[0]))
    yield Cue(at, number, text=text)
    begin = at + spoken(text) + COUNTDOWN
    for nth in range(1, step.sets + 1):
        yield from _countdown(begin, number)
        yield Cue(begin, number, tone=step.tone)
        end = begin
        for cue in _sides(step, number, begin, spoken, last=nth == step.sets):
            yield cue
            end = cue.at
        if nth < step.sets:
            time = spoken_time(step.rest)
            rest = words("strength.rest", time=time, set=nth + 1, sets=step.sets)
            yield Cue(end + 1.0, number, text=rest)
            begin = end + max(step.rest, 1.0 + spoken(rest) + COUNTDOWN)


def _sides(
    step: Step, number: int, begin: float, spoken: Callable[[str], float], *, last: bool
) -> Iterator[Cue]:
    for nth, _ in enumerate(step.sides or ("",)):
        if nth:
            text = words("routine.switch", side=step.sides[nth])
            yield Cue(begin, number, tone=ToneName.SWITCH)
            yield Cue(begin + 1.0, number, text=text)
            begin += max(SWITCH_PAUSE, 1.0 + spoken(text))
            yield Cue(begin, number, tone=step.tone)
        yield from _side(step, number, begin)
        begin += step.side_seconds
    yield Cue(begin, number, tone=ToneName.DONE if last else ToneName.REST)


def _side(step: Step, number: int, begin: float) -> Iterator[Cue]:
    seconds = step.side_seconds
    if step.reps:
        for rep in range(1, step.reps + 1):
            yield Cue(begin + (rep - 0.5) * step.rep_seconds, number, text=str(rep))
    elif seconds >= _LONG_ENOUGH_FOR_CUES:
        # Half way and the last ten seconds would collide on a step of exactly 20 s.
        if seconds > 2 * _LAST_CALL + 3:
            yield Cue(begin + seconds / 2, number, text=words("routine.half"))
        yield Cue(begin + seconds - _LAST_CALL, number, text=words("routine.ten"))


def _turn(step: Step, number: int, at: float) -> Iterator[Cue]:
    yield Cue(at, number, tone=step.tone)
    yield Cue(at + 1.0, number, text=step.name)
    asking = at + min(6.0, step.seconds / 4)
    if step.asks:
        yield Cue(asking, number, asks=True)
    minutes = int(step.seconds // 60)
    for left in range(minutes - minutes % _EVERY_MINUTES, 0, -_EVERY_MINUTES):
        if left < minutes:
            yield Cue(at + step.seconds - left * 60, number, text=words("run.left", minutes=left))
    if step.seconds >= _LONG_ENOUGH_FOR_CUES and not step.asks:
        yield Cue(at + step.seconds - _LAST_CALL, number, text=words("routine.ten"))


def in_writing(cue: Cue | None) -> str:
    """What there is to read of a cue."""
    if cue is None or not (cue.text or cue.tone):
        return ""
    return cue.text or words(f"tone.{cue.tone}")


def tone_words() -> tuple[str, ...]:
    """What is said in place of each tone where tones are off."""
    return tuple(words(f"tone.{tone}") for tone in ToneName if tone is not ToneName.LISTEN)
