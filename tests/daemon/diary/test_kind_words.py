"""What is said often is said another way; a step back is part of the way; a win is once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from daemon.base.words import words
from daemon.diary.announce import decision_sentence, next_sentence
from daemon.diary.kind_words import KNOWN, briefly, comfort, win_sentence
from rules.attempts import Outcome
from rules.comeback import Comeback, History, PlanSettings, Run, SettingsFact
from rules.course import Course, course
from rules.model import Attempt
from rules.program import Win
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
MONDAY = date(2026, 3, 2)
WHO = "a physiotherapist"
CLEAR = Attempt(0, None, 0, 0)
STAYED, SORE_DAY, RED = Attempt(3, False, 3, 0), Attempt(0, None, 0, 2), Attempt(0, None, 8, 0)
ADVICE = f"Please talk to {WHO} about this pain."


def lived(*attempts: Attempt, plan: PlanSettings | None = None) -> Course:
    """Every third day a run, from Monday on, as it stands on the day after the last one."""
    days = [MONDAY + timedelta(days=3 * number) for number in range(len(attempts))]
    history = History(
        (Comeback(MONDAY),),
        tuple(map(Run, days, attempts)),
        (SettingsFact(date.min, plan or PlanSettings()),),
    )
    return course(history, days[-1] + timedelta(days=1), BOOK)


def sentences(*attempts: Attempt, plan: PlanSettings | None = None) -> list[str]:
    """What was said of each run, on the day after it."""
    said = []
    for number in range(1, len(attempts) + 1):
        now = lived(*attempts[:number], plan=plan)
        said.append(decision_sentence(now.outcomes[-1], now, now.today, WHO))
    return said


def of_the_way(now: Course) -> str:
    return comfort(now.outcomes[-1], now.outcomes)


@pytest.mark.parametrize("attempt", [STAYED, SORE_DAY, CLEAR])
def test_the_same_three_times_is_not_said_three_times_the_same(attempt: Attempt) -> None:
    said = sentences(*[attempt] * 3, plan=PlanSettings(start_minutes=40, goal_minutes=600))
    # The days and minutes are others each time; how the next run differs is told another way.
    told = [text[text.index("easy, ") :] for text in said]
    assert len(set(told)) == 3


def test_a_step_back_is_part_of_the_way() -> None:
    assert of_the_way(lived(STAYED)).startswith("Steps back are part of the way")
    spaced = [of_the_way(lived(*[STAYED, CLEAR] * n, STAYED)) for n in range(3)]
    assert len({*spaced}) == 3
    assert all(len(text) < len(spaced[0]) for text in spaced[1:])


def test_the_same_again_after_pain_is_no_loss() -> None:
    assert "nothing is lost" in of_the_way(lived(SORE_DAY))
    assert of_the_way(lived(CLEAR)) == ""


def test_at_the_shortest_there_is_no_step_back() -> None:
    shortest = lived(STAYED, plan=PlanSettings(start_minutes=5))
    assert "nothing is lost" in of_the_way(shortest)


def test_advice_and_holds_are_not_made_light_of() -> None:
    for attempts in ([STAYED] * 3, [RED], [CLEAR, SORE_DAY, SORE_DAY]):
        assert of_the_way(lived(*attempts)) == ""


def test_what_was_too_much_or_early_is_not_comforted() -> None:
    assert of_the_way(lived(replace(SORE_DAY, minutes=60))) == ""
    early = Run(MONDAY + timedelta(days=1), SORE_DAY)
    runs = (Run(MONDAY, CLEAR), early)
    now = course(History((Comeback(MONDAY),), runs), MONDAY + timedelta(days=2), BOOK)
    assert now.outcomes[-1].early
    assert of_the_way(now) == ""


def test_who_has_heard_a_reason_ten_times_hears_its_short_form() -> None:
    said = sentences(*[CLEAR] * (KNOWN + 3))
    assert all(text.startswith(words("why.clear")[1:], 1) for text in said[:KNOWN])
    short = [text.split(":")[0].split(";")[0] for text in said[KNOWN:]]
    assert short == ["No pain", "All clear", "No pain at all"]


def test_that_the_morning_is_still_to_come_need_not_be_told_for_ever() -> None:
    """Each run was told in the same words: "For now: … the same again. Not known: …"."""
    open_morning = replace(CLEAR, next_day=None)
    said = []
    for before in range(KNOWN + 2):
        runs = [CLEAR] * before + [open_morning]
        days = [MONDAY + timedelta(days=3 * number) for number in range(len(runs))]
        history = History((Comeback(MONDAY),), tuple(map(Run, days, runs)))
        now = course(history, days[-1], BOOK)
        said.append(decision_sentence(now.outcomes[-1], now, now.today, WHO))
    assert ["Not known" in text for text in said] == [True] * KNOWN + [False] * 2
    assert len({text.split("easy, ")[1] for text in said[:3]}) == 3


def test_a_reason_of_one_s_own_stays_as_it_is() -> None:
    now = lived(*[CLEAR] * (KNOWN + 1))
    assert briefly("all was well", now.outcomes[-1], now.outcomes) == "all was well"


@pytest.mark.parametrize(
    ("comeback", "said"),
    [
        (Comeback(MONDAY), "First run: 20 minutes easy, on the day you choose."),
        (Comeback(MONDAY, severe=True), "The first stage is a walk: after 2 without pain, running"),
        (Comeback(MONDAY, severe=True, walks=True), "short turns of running on purpose; it grows"),
    ],
)
def test_a_first_stage_is_said_as_what_it_is(comeback: Comeback, said: str) -> None:
    now = course(History((comeback,)), MONDAY, BOOK)
    assert said in next_sentence(now, MONDAY, WHO)


@pytest.mark.parametrize(
    ("win", "said"),
    [
        (Win("stage", 1), "A new stage: running begins, 1 minute at a time."),
        (Win("stage", 2), "A new stage: run 2 and walk 3 in turn."),
        (Win("stage", 8), "A new stage: 30 minutes of running without a walk."),
        (Win("streak", 3), "3 clear runs in a row."),
    ],
)
def test_wins_in_words(win: Win, said: str) -> None:
    assert win_sentence(win) == said


def test_the_turn_counts_earlier_runs_alone() -> None:
    """Told again the next morning, a decision is told in the same words."""
    now = lived(STAYED, CLEAR, STAYED)
    first: Outcome = now.outcomes[0]
    assert comfort(first, now.outcomes) == comfort(first, now.outcomes[:1])
