"""The exercises of a routine, as the settings give them."""

from dataclasses import dataclass
from typing import Any

from voice.base.tone import ToneName

_OWN_FIELDS = ("name", "how", "seconds", "reps", "rep_seconds", "sides", "sets", "rest")


@dataclass(frozen=True)
class Step:
    """One exercise: timed (`seconds`) or counted (`reps`, each `rep_seconds` long), per side.

    `sets` of it follow one another with `rest` seconds in between. `tone` begins it. Where `asks`
    is true, pain is asked about during the step.
    """

    name: str
    how: str = ""
    seconds: float = 0
    reps: int = 0
    rep_seconds: float = 0
    sides: tuple[str, ...] = ()
    sets: int = 1
    rest: float = 0
    tone: ToneName = ToneName.START
    asks: bool = False

    @property
    def side_seconds(self) -> float:
        """How long one side takes, in seconds."""
        return self.reps * self.rep_seconds if self.reps else self.seconds


def steps_from_toml(rows: Any, name: str = "step") -> tuple[Step, ...]:
    """Steps from the rows of a list of this name; ValueError names the first fault."""
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{name}: expected at least one step")
    return tuple(_checked(row, f"{name}[{number}]") for number, row in enumerate(rows))


def _checked(row: Any, place: str) -> Step:
    if not isinstance(row, dict):
        raise ValueError(f"{place}: expected a table")
    if set(row) - set(_OWN_FIELDS) or not {"name", "how"} <= set(row):
        raise ValueError(f"{place}: expected name, how and any of {', '.join(_OWN_FIELDS)}")
    sides = row.get("sides", ())
    step = Step(**{**row, "sides": tuple(sides) if isinstance(sides, list | tuple) else (sides,)})
    texts = (step.name, step.how, *step.sides)
    numbers = (step.seconds, step.reps, step.rep_seconds, step.sets, step.rest)
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{place}: name, how and sides are texts")
    if any(isinstance(n, bool) or not isinstance(n, int | float) or n < 0 for n in numbers):
        raise ValueError(f"{place}: seconds, reps, rep_seconds, sets and rest are numbers")
    if not isinstance(step.reps, int) or (step.reps > 0) == (step.seconds > 0):
        raise ValueError(f"{place}: give either seconds or reps with rep_seconds")
    if not 1 <= step.side_seconds <= 3600:
        raise ValueError(f"{place}: a side lasts 1 to 3600 seconds")
    if not isinstance(step.sets, int) or not 1 <= step.sets <= 10 or step.rest > 600:
        raise ValueError(f"{place}: sets are 1 to 10, with at most 600 seconds of rest")
    return step
