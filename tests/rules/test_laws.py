"""Laws of the decision, over every combination of answers there is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from rules.engine import decide
from rules.model import Attempt, Decision, Distance, Load, Settings
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
SCORES = (None, *range(11))
SETTINGS = (
    Settings(),
    Settings(tolerated_score=3),
    Settings(tolerated_score=5, plan_rest_days=0),
    Settings(tolerated_score=5, bone_stress=True),
)
FAR = Distance(Decimal(4), "mi")


def worse(attempt: Attempt, settings: Settings) -> Iterator[Attempt]:
    """Every attempt that is worse in exactly one answer, by one step."""
    for field in ("warmup", "late", "next_day"):
        score = getattr(attempt, field)
        if score is not None and score < 10:
            yield replace(attempt, **{field: score + 1})
        if score is not None and score <= settings.tolerated:
            yield replace(attempt, **{field: None})
    if attempt.faded:
        yield replace(attempt, faded=False)
        yield replace(attempt, faded=None)
    if attempt.distance is FAR:
        yield replace(attempt, distance=None)


def all_attempts() -> Iterator[Attempt]:
    for warmup, faded, late, next_day, distance in product(
        SCORES, (None, True, False), SCORES, SCORES, (None, FAR)
    ):
        yield Attempt(warmup, faded, late, next_day, distance)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_a_worse_answer_is_never_milder(settings: Settings) -> None:
    decided: dict[Attempt, Decision] = {
        attempt: decide(attempt, BOOK, settings) for attempt in all_attempts()
    }
    for attempt, decision in decided.items():
        for other in worse(attempt, settings):
            stricter = decided[other]
            assert stricter.rest_days >= decision.rest_days, (attempt, other)
            assert stricter.load <= decision.load, (attempt, other)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_only_explicit_zeros_increase(settings: Settings) -> None:
    for attempt in all_attempts():
        decision = decide(attempt, BOOK, settings)
        scores = (attempt.warmup, attempt.late, attempt.next_day)
        clear = all(score is not None and score <= settings.tolerated for score in scores)
        assert (decision.load is Load.INCREASE) == clear
        assert decision.provisional == bool(decision.missing)
        assert {decision.rest_rule, decision.load_rule} <= set(decision.rules)
