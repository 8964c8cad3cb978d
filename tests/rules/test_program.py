"""What surrounds the single run."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rules.attempts import Outcome
from rules.comeback import Comeback, History, Run
from rules.course import course
from rules.model import Attempt
from rules.program import STREAKS, Win, attention_until, strength_stage, wins, wins_of_each
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
START = date(2026, 3, 2)
CLEAR = Attempt(0, None, 0, 0)
DROP = Attempt(3, False, 3, 0)


def outcomes(*runs: tuple[int, Attempt]) -> tuple[Outcome, ...]:
    days = tuple(Run(START + timedelta(days=day), attempt) for day, attempt in runs)
    today = START + timedelta(days=400)
    return course(History((Comeback(START),), days), today, BOOK).outcomes


@pytest.mark.parametrize(("weeks", "until"), [(1, 28), (26, 728)])
def test_attention_goes_on_four_times_as_long_as_the_injury(weeks: int, until: int) -> None:
    assert attention_until(START, weeks) == START + timedelta(days=until)


@pytest.mark.parametrize(
    ("strength", "drops", "stage"),
    [
        (range(5), [], 1),
        (range(6), [], 2),
        (range(6), [3], 1),
        (range(9), [2], 2),
        (range(12), [], 3),
        (range(30), [], 3),
        (range(6), [7, 8], 2),
    ],
)
def test_strength_goes_up_after_six_days_without_a_drop(
    strength: range, drops: list[int], stage: int
) -> None:
    days = [START + timedelta(days=2 * number) for number in strength]
    assert strength_stage(days, [START + timedelta(days=2 * d - 1) for d in drops]) == stage


def test_small_wins() -> None:
    clear = [(2 * number, CLEAR) for number in range(3)]
    assert wins(()) == ()
    assert wins(outcomes(clear[0])) == ()
    assert wins(outcomes(*clear[:2])) == (Win("longest", 22),)
    assert wins(outcomes(*clear)) == (Win("streak", 3), Win("longest", 24))
    assert wins(outcomes(*clear, (9, DROP))) == ()
    assert wins(outcomes((0, DROP), (9, CLEAR))) == ()


@pytest.mark.parametrize(
    ("strength", "drop", "stage"),
    [(range(11), 99, 2), (range(12), 99, 3), (range(2, 7), 1, 1), (range(2, 8), 1, 2)],
)
def test_each_stage_takes_as_many_strength_days(strength: range, drop: int, stage: int) -> None:
    days = [START + timedelta(days=day) for day in strength]
    assert strength_stage(days, [START + timedelta(days=drop)]) == stage


def of_each(*runs: Attempt, comebacks: tuple[Comeback, ...] = ()) -> list[list[int]]:
    """The stages won by runs on every third day."""
    days = tuple(Run(START + timedelta(days=3 * n), run) for n, run in enumerate(runs))
    history = History(comebacks or (Comeback(START, severe=True),), days)
    made = course(history, START + timedelta(days=400), BOOK).outcomes
    assert [*wins_of_each(made)] == [wins(made[:n]) for n in range(1, len(made) + 1)]
    return [[win.count for win in each if win.kind == "stage"] for each in wins_of_each(made)]


def test_a_new_stage_is_a_win_once() -> None:
    stages = of_each(*[CLEAR] * 18)
    assert [stage for stages_won in stages for stage in stages_won] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert stages[:4] == [[], [1], [], [2]]
    # Known already, it is none after a step back.
    assert of_each(*[CLEAR] * 4, DROP, *[CLEAR] * 4)[4:] == [[], [], [], [], [3]]


def test_a_step_back_from_minutes_to_a_stage_and_on_is_no_new_stage() -> None:
    assert of_each(*[CLEAR] * 18, DROP, *[CLEAR] * 4)[18:] == [[]] * 5


def test_an_overrun_wins_no_stage() -> None:
    assert of_each(CLEAR, replace(CLEAR, minutes=60)) == [[], []]


def test_a_new_comeback_wins_its_stages_anew() -> None:
    again = Comeback(START + timedelta(days=12), severe=True)
    stages = of_each(*[CLEAR] * 6, comebacks=(Comeback(START, severe=True), again))
    assert stages == [[], [1], [], [2], [], [1]]


def test_streaks_are_the_documented_ones_and_without_a_gap() -> None:
    text = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    assert f"| {', '.join(map(str, STREAKS))} |" in text
    for length in (5, 6):
        broken = [(2 * n, DROP if n == length - 3 else CLEAR) for n in range(length)]
        assert not [win for win in wins(outcomes(*broken)) if win.kind == "streak"]
    whole = [(2 * n, CLEAR) for n in range(5)]
    assert Win("streak", 5) in wins(outcomes(*whole))


def test_what_was_too_much_is_never_praised() -> None:
    """It was: tripling the plan was praised ("your longest run since the injury")."""
    tripled = replace(CLEAR, minutes=66)
    assert wins(outcomes((0, CLEAR), (2, tripled))) == ()
    assert wins(outcomes((0, CLEAR), (2, CLEAR), (4, tripled))) == ()
    # It ends a streak as well: three in a row would be praise of it.
    assert wins(outcomes((0, CLEAR), (2, tripled), (9, CLEAR))) == ()


def test_an_early_run_leaves_a_streak_as_it_was() -> None:
    runs = outcomes((0, CLEAR), (2, CLEAR), (3, CLEAR), (5, CLEAR))
    assert [outcome.early for outcome in runs] == [False, False, True, False]
    assert wins(runs[:3]) == ()
    assert Win("streak", 3) in wins(runs)


@pytest.mark.parametrize(
    ("minutes", "longest"), [([20, 21], True), ([20, 20], False), ([20, 22, 21], False)]
)
def test_the_longest_run_is_longer_than_every_other(minutes: list[int], longest: bool) -> None:
    runs = [(2 * n, Attempt(0, None, 0, 0, minutes=told)) for n, told in enumerate(minutes)]
    assert (Win("longest", minutes[-1]) in wins(outcomes(*runs))) == longest


def test_pain_in_strength_work_holds_its_stage() -> None:
    days = [date(2026, 3, 1) + timedelta(days=3 * number) for number in range(7)]
    assert strength_stage(days[:6], []) == 2
    # What hurt earns nothing, and the count begins anew.
    assert strength_stage(days, [], [days[2]]) == 1
    assert strength_stage(days[:6], [], [days[5]]) == 1
    # A stage that is reached stays.
    assert strength_stage(days, [], [days[6]]) == 2
