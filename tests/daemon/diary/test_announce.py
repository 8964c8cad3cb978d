"""What is said and shown about a decision, as a runner hears it at six in the morning."""

from datetime import date, timedelta
from itertools import product

import pytest

from daemon.base.words import listed, spoken_time
from daemon.diary.announce import decision_notice, decision_sentence, next_sentence
from rules.ladder import Ladder, Progression, WalkRun
from rules.model import Attempt, Settings
from rules.plan import Outcome, Program, Run
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
TUESDAY = date(2026, 3, 3)
WEDNESDAY = TUESDAY + timedelta(days=1)
CLEAR = Attempt(0, None, 0, 0)
WHO = "a physiotherapist"


def outcome(*attempts: Attempt, ladder: Progression | None = None) -> Outcome:
    """The last run of these was made on Tuesday, the ones before it every other day."""
    program = Program(BOOK, Settings(), ladder or Ladder(), 6)
    days = [TUESDAY - timedelta(days=2 * n) for n in range(len(attempts))]
    return program.course(map(Run, reversed(days), attempts))[-1]


@pytest.mark.parametrize(
    ("attempt", "today", "said", "shown"),
    [
        (
            Attempt(3, False, 3, 0),
            WEDNESDAY,
            "The pain of the warm-up did not go away: rest today and tomorrow. "
            "Next run Friday: 15 minutes easy, shorter than before.",
            "Next run Friday: 15 minutes easy, shorter than before. Rest today and tomorrow.",
        ),
        (
            CLEAR,
            WEDNESDAY,
            "No pain in the warm-up, the run or the day after: rest today. "
            "Next run tomorrow: 22 minutes easy, a little longer.",
            "Next run tomorrow: 22 minutes easy, a little longer. Rest today.",
        ),
        (
            Attempt(0, None, 0),
            TUESDAY,
            "For now: rest tomorrow. Next run Thursday: 20 minutes easy, the same again. "
            "Not known: the pain of the day after.",
            "Next run Thursday: 20 minutes easy, the same again. Rest tomorrow. "
            "Not known: the pain of the day after.",
        ),
        (
            Attempt(2, None, 4),
            TUESDAY,
            "For now: rest tomorrow and Thursday. Next run Friday: 15 minutes easy, "
            "shorter than before. Not known: whether that pain went away and the pain of "
            "the day after.",
            None,
        ),
        (
            Attempt(None, False, 0),
            TUESDAY,
            "So far: the pain of the warm-up did not go away: rest tomorrow and Thursday. "
            "Next run Friday: 15 minutes easy, shorter than before. "
            "Not known: the pain of the warm-up and the pain of the day after.",
            None,
        ),
        (
            CLEAR,
            TUESDAY + timedelta(days=9),
            "No pain in the warm-up, the run or the day after. "
            "Next run today: 22 minutes easy, a little longer.",
            "Next run today: 22 minutes easy, a little longer.",
        ),
    ],
)
def test_a_decision_in_words(attempt: Attempt, today: date, said: str, shown: str | None) -> None:
    assert decision_sentence(outcome(attempt), today, WHO) == said
    if shown:
        assert decision_notice(outcome(attempt), today, WHO) == shown


@pytest.mark.parametrize(
    ("ladder", "attempts", "change"),
    [
        (Ladder(start=45), [CLEAR], "45 minutes easy, your full length"),
        (Ladder(start=5), [Attempt(0, None, 3, 0)], "5 minutes easy, the shortest there is"),
        (Ladder(), [Attempt(0, None, 0, 0, minutes=10)], "11 minutes easy, a little longer"),
        (Ladder(), [Attempt(0, None, 0, 2, minutes=10)], "10 minutes easy, the same again"),
        (Ladder(), [Attempt(0, None, 0, 2, minutes=3)], "5 minutes easy, the shortest there is"),
        (WalkRun(), [CLEAR], "this stage once more"),
        (WalkRun(), [CLEAR, CLEAR], "run 2 and walk 3 in turn on flat, soft ground, with more run"),
        (WalkRun(), [CLEAR, CLEAR, Attempt(0, None, 3, 0)], "with less running than before"),
        (WalkRun(), [Attempt(0, None, 3, 0)], "the gentlest stage"),
    ],
)
def test_how_the_next_run_differs(
    ladder: Progression, attempts: list[Attempt], change: str
) -> None:
    assert change in decision_sentence(outcome(*attempts, ladder=ladder), WEDNESDAY, WHO)


def test_advice_is_repeated_until_a_clear_run() -> None:
    pain, advice = Attempt(8, False, 8, 0), f"Please talk to {WHO} about this pain."
    for attempts, advised in (([pain], True), ([pain, Attempt()], True), ([pain, CLEAR], False)):
        decided = outcome(*attempts)
        texts = [
            decision_sentence(decided, WEDNESDAY, WHO),
            decision_notice(decided, WEDNESDAY, WHO),
            next_sentence(decided.after, WEDNESDAY, WHO),
        ]
        assert [advice in text for text in texts] == [advised] * 3


def test_after_the_easy_phase_runs_are_not_called_easy() -> None:
    program = Program(BOOK, Settings(), Ladder(), 6)
    late = program.course([Run(TUESDAY, CLEAR), Run(TUESDAY + timedelta(weeks=6), CLEAR)])[-1]
    assert "easy" not in next_sentence(late.after, WEDNESDAY, WHO)
    assert "easy" not in decision_sentence(late, WEDNESDAY, WHO)


def test_no_internal_name_is_ever_spoken() -> None:
    scores = (None, 0, 3)
    for warmup, faded, late, next_day in product(scores, (None, True, False), scores, scores):
        decided = outcome(Attempt(warmup, faded, late, next_day))
        for text in (
            decision_sentence(decided, TUESDAY, WHO),
            decision_notice(decided, TUESDAY, WHO),
        ):
            assert not set("_{}()") & set(text)
            assert ".." not in text
            assert "None" not in text
            assert text[0].isupper()
            assert text.endswith(".")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1.2, "1 second"), (89, "89 seconds"), (90, "2 minutes"), (598, "10 minutes")],
)
def test_times_are_told_no_finer_than_they_matter(seconds: float, text: str) -> None:
    assert spoken_time(seconds) == text


def test_lists_read_like_lists() -> None:
    assert [listed(part) for part in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
