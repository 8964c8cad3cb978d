"""Values of the decision table: what is asked after a run, and what is decided."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

# 1 mi = 1.609344 km, exactly (international yard and pound agreement, 1959).
_METRES = {"mi": Decimal("1609.344"), "km": Decimal(1000)}

MAX_SCORE = 10
MAX_TOLERATED = 5


class RulesError(ValueError):
    """Bad input to the rules; `problems` names every fault found, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Load(IntEnum):
    """What the next attempt does to the duration; lower is more careful."""

    DROP = 0
    REPEAT = 1
    INCREASE = 2


class Advice(StrEnum):
    """What is said beside the decision."""

    STOP_SESSION = "stop_session"
    SEE_PROFESSIONAL = "see_professional"


@dataclass(frozen=True)
class Distance:
    """A distance in the unit in which it was told."""

    value: Decimal
    unit: str

    @property
    def metres(self) -> Decimal:
        """The distance in metres, exact."""
        return self.value * _METRES[self.unit]


@dataclass(frozen=True)
class Attempt:
    """The answers about one warm-up and run. None is "not known", never "no pain".

    Scores are whole numbers 0-10; `minutes` is the time run.
    """

    warmup: int | None = None
    faded: bool | None = None
    late: int | None = None
    next_day: int | None = None
    distance: Distance | None = None
    minutes: float | None = None


@dataclass(frozen=True)
class Settings:
    """What is true of the runner, not of one attempt.

    `tolerated_score` is the score up to which pain counts as none (0-5, agreed with a
    physiotherapist). `plan_rest_days` is the plan's own minimum between runs: 1 in the easy
    phase. `red_flag_score` at any checkpoint advises a professional; None turns that off.
    """

    tolerated_score: int = 0
    bone_stress: bool = False
    plan_rest_days: int = 1
    red_flag_score: int | None = 7

    def __post_init__(self) -> None:
        problems = []
        if not 0 <= self.tolerated_score <= MAX_TOLERATED:
            problems.append(f"tolerated_score: expected 0 to {MAX_TOLERATED}")
        if not 0 <= self.plan_rest_days <= 7:
            problems.append("plan_rest_days: expected 0 to 7")
        if self.red_flag_score is not None and not 1 <= self.red_flag_score <= MAX_SCORE:
            problems.append(f"red_flag_score: expected 1 to {MAX_SCORE}")
        if problems:
            raise RulesError(problems)

    @property
    def tolerated(self) -> int:
        """The tolerated score in force: bone stress injuries tolerate none."""
        return 0 if self.bone_stress else self.tolerated_score


@dataclass(frozen=True)
class Decision:
    """What comes next. `rest_rule` and `load_rule` name the rule that set each column."""

    rest_days: int
    load: Load
    rules: tuple[str, ...]
    rest_rule: str
    load_rule: str
    provisional: bool
    missing: tuple[str, ...]
    advice: tuple[Advice, ...]
    reasons: tuple[str, ...]
    """In words, one for each rule that rests on known answers alone."""
    why: str
