"""The warm-up as cues with absolute times. Pure: the runner of the session keeps the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from daemon.words import words

COUNTDOWN = 3.0
SWITCH_PAUSE = 5.0
# English at the default rate takes about 0.4 s a word; the second more lets the sentence end.
_SECONDS_A_WORD = 0.4
_LONG_ENOUGH_FOR_CUES = 20


@dataclass(frozen=True)
class Step:
    """One exercise: timed (`seconds`) or counted (`reps`, each `rep_seconds` long), per side."""

    name: str
    how: str
    seconds: float = 0
    reps: int = 0
    rep_seconds: float = 0
    sides: tuple[str, ...] = ()

    @property
    def side_seconds(self) -> float:
        """How long one side takes, in seconds."""
        return self.reps * self.rep_seconds if self.reps else self.seconds


@dataclass(frozen=True)
class Cue:
    """Something to say or sound `at` seconds after the start of the warm-up."""

    at: float
    step: int
    text: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Warmup:
    """The whole sequence: its steps, all cues in order of time, and where each step begins."""

    steps: tuple[Step, ...]
    cues: tuple[Cue, ...]
    starts: tuple[float, ...]
    end: float


def build(steps: Sequence[Step]) -> Warmup:
    """Lay the steps end to end. Times are seconds from the start."""
    intro = words("warmup.intro", steps=len(steps))
    cues = [Cue(0.0, 0, text=intro)]
    at = _spoken(intro)
    starts = []
    for number, step in enumerate(steps):
        starts.append(at)
        part = list(_step(step, number, at))
        cues += part
        at = part[-1].at + 1.0
    cues.append(Cue(at, max(len(steps) - 1, 0), text=words("warmup.done")))
    return Warmup(tuple(steps), tuple(cues), tuple(starts), at)


def steps_from_toml(rows: Any) -> tuple[Step, ...]:
    """Steps from the rows of a `[[step]]` list; ValueError names the first fault."""
    if not isinstance(rows, list) or not rows:
        raise ValueError("expected at least one step")
    return tuple(_checked(row, f"step[{number}]") for number, row in enumerate(rows))


def _checked(row: Any, place: str) -> Step:
    if not isinstance(row, dict):
        raise ValueError(f"{place}: expected a table")
    row = {**row, "sides": tuple(row.get("sides", ()))}
    try:
        step = Step(**row)
    except TypeError:
        known = ", ".join(Step.__dataclass_fields__)
        raise ValueError(f"{place}: expected name, how and any of {known}") from None
    texts = (step.name, step.how, *step.sides)
    numbers = (step.seconds, step.reps, step.rep_seconds)
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{place}: name, how and sides are texts")
    if any(isinstance(n, bool) or not isinstance(n, int | float) or n < 0 for n in numbers):
        raise ValueError(f"{place}: seconds, reps and rep_seconds are numbers")
    if not isinstance(step.reps, int) or (step.reps > 0) == (step.seconds > 0):
        raise ValueError(f"{place}: give either seconds or reps with rep_seconds")
    if not 1 <= step.side_seconds <= 3600:
        raise ValueError(f"{place}: a side lasts 1 to 3600 seconds")
    return step


def _step(step: Step, number: int, at: float) -> Iterator[Cue]:
    text = words("warmup.step", name=step.name, how=step.how)
    if step.sides:
        text += " " + words("warmup.side", side=step.sides[0].capitalize())
    yield Cue(at, number, text=text)
    begin = at + _spoken(text) + COUNTDOWN
    for left in (3, 2, 1):
        yield Cue(begin - left, number, text=str(left))
    yield Cue(begin, number, tone="start")
    sides = step.sides or ("",)
    for _, following in pairwise((*sides, None)):
        yield from _side(step, number, begin)
        end = begin + step.side_seconds
        if following is None:
            yield Cue(end, number, tone="done")
        else:
            yield Cue(end, number, tone="switch")
            yield Cue(end + 1.0, number, text=words("warmup.switch", side=following))
            begin = end + SWITCH_PAUSE
            yield Cue(begin, number, tone="start")


def _side(step: Step, number: int, begin: float) -> Iterator[Cue]:
    seconds = step.side_seconds
    if step.reps:
        for rep in range(1, step.reps + 1):
            yield Cue(begin + (rep - 0.5) * step.rep_seconds, number, text=str(rep))
    elif seconds >= _LONG_ENOUGH_FOR_CUES:
        # Half way and the last ten seconds would collide on a step of exactly 20 s.
        if seconds > 2 * 10 + 3:
            yield Cue(begin + seconds / 2, number, text=words("warmup.half"))
        yield Cue(begin + seconds - 10, number, text=words("warmup.ten"))


def _spoken(text: str) -> float:
    return 1.0 + _SECONDS_A_WORD * len(text.split())
