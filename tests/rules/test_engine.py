"""Parts of a decision that the table's vectors do not reach."""

import pytest

from rules.engine import decide, must_stop
from rules.model import Advice, Attempt, Settings
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
PERSISTENT = Attempt(3, False, 3, 0)
SORE_MORNING = Attempt(0, None, 0, 3)


@pytest.mark.parametrize(
    ("settings", "stops"),
    [
        (Settings(), range(7, 11)),
        (Settings(red_flag_score=3, tolerated_score=5), range(3, 11)),
        (Settings(red_flag_score=None), ()),
        (Settings(red_flag_score=None, bone_stress=True), range(1, 11)),
    ],
)
def test_the_scores_that_end_a_session(settings: Settings, stops: range) -> None:
    assert [score for score in range(11) if must_stop(score, settings)] == list(stops)
    for score in range(11):
        for attempt in (Attempt(warmup=score), Attempt(late=score)):
            advice = decide(attempt, BOOK, settings).advice
            assert (Advice.STOP_SESSION in advice) == (score in stops)
        morning = decide(Attempt(next_day=score), BOOK, settings).advice
        assert Advice.STOP_SESSION not in morning


@pytest.mark.parametrize("before", range(6))
def test_the_third_drop_and_every_later_one_advises(before: int) -> None:
    dropped = decide(PERSISTENT, BOOK, Settings(), drops_before=before)
    assert (Advice.SEE_PROFESSIONAL in dropped.advice) == (before >= 2)
    repeated = decide(SORE_MORNING, BOOK, Settings(), drops_before=before)
    assert not repeated.advice


@pytest.mark.parametrize(
    ("attempt", "reasons"),
    [
        (Attempt(), ()),
        (Attempt(warmup=2), ()),
        (Attempt(warmup=2, late=3), ()),
        (Attempt(faded=False), ("persistent",)),
        (Attempt(faded=True, late=0), ()),
        (Attempt(warmup=2, faded=True, late=0), ("faded",)),
        (Attempt(warmup=2, faded=True, late=3, next_day=1), ("returned", "next_day")),
        (Attempt(late=3), ()),
        (Attempt(warmup=2, faded=False, late=0, next_day=3), ("persistent", "next_day")),
        (Attempt(0, None, 0, 0), ("clear",)),
    ],
)
def test_reasons_rest_on_answers_alone(attempt: Attempt, reasons: tuple[str, ...]) -> None:
    whys = {rule.id: rule.why for rule in BOOK.rules}
    decision = decide(attempt, BOOK, Settings())
    assert decision.reasons == tuple(whys[rule] for rule in reasons)
    assert all(reason in decision.why for reason in decision.reasons)
    assert all(name in decision.why for name in decision.missing)


@pytest.mark.parametrize("tolerated", range(6))
def test_a_pain_that_stayed_is_pain_whatever_is_tolerated(tolerated: int) -> None:
    decision = decide(Attempt(faded=False), BOOK, Settings(tolerated_score=tolerated))
    assert decision.rules == ("persistent", "unknown")


def test_no_pain_is_below_the_lowest_red_flag() -> None:
    clear = Attempt(0, None, 0, 0)
    assert not decide(clear, BOOK, Settings(red_flag_score=1)).advice
    assert decide(Attempt(0, None, 0, 1), BOOK, Settings(red_flag_score=1)).advice


def test_where_all_is_known_nothing_is_said_to_be_missing() -> None:
    told = decide(Attempt(0, None, 0, 0), BOOK, Settings())
    assert told.why == "no pain in the warm-up, the run or the day after"
    missing = decide(Attempt(0, None, 0), BOOK, Settings())
    assert missing.why == "not everything is known yet (next_day)"
