"""What is said and shown about a decision, as a runner hears it at six in the morning."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from daemon.base.words import listed, spoken_time
from daemon.diary.announce import decision_notice, decision_sentence, length, next_sentence
from rules.attempts import Outcome
from rules.comeback import BONE, Comeback, History, PlanSettings, Run, SettingsFact
from rules.course import Course, course
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook
from rules.rungs import Target

BOOK = load_rulebook(default_text())
TUESDAY = date(2026, 3, 3)
WEDNESDAY = TUESDAY + timedelta(days=1)
CLEAR = Attempt(0, None, 0, 0)
COMFORT = "Steps back are part of the way: what you have built up stays with you."
WHO = "a physiotherapist"


def made(*attempts: Attempt, settings: PlanSettings | None = None, today: date = TUESDAY) -> Course:
    """The last run of these was made on Tuesday, the ones before it every third day."""
    days = [TUESDAY - timedelta(days=3 * n) for n in range(len(attempts))]
    history = History(
        (Comeback(days[-1]),),
        tuple(map(Run, reversed(days), attempts)),
        (SettingsFact(date.min, settings or PlanSettings()),),
    )
    return course(history, today, BOOK)


def told(now: Course) -> tuple[Outcome, Course, date, str]:
    return now.outcomes[-1], now, now.today, WHO


@pytest.mark.parametrize(
    ("attempt", "today", "said", "shown"),
    [
        (
            Attempt(3, False, 3, 0),
            WEDNESDAY,
            "The pain of the warm-up did not go away: rest today and tomorrow. "
            f"Next run Friday: 15 minutes easy, shorter than before. {COMFORT}",
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
            f"shorter than before. {COMFORT} Not known: whether that pain went away and the pain "
            "of the day after.",
            None,
        ),
        (
            Attempt(None, False, 0),
            TUESDAY,
            "So far: the pain of the warm-up did not go away: rest tomorrow and Thursday. "
            f"Next run Friday: 15 minutes easy, shorter than before. {COMFORT} "
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
    now = made(attempt, today=today)
    assert decision_sentence(*told(now)) == said
    if shown:
        assert decision_notice(*told(now)) == shown


SORE = Attempt(0, None, 3, 0)
STAGED = PlanSettings(ladder="walk_run")


@pytest.mark.parametrize(
    ("settings", "attempts", "change"),
    [
        (PlanSettings(start_minutes=45), [CLEAR], "45 minutes easy, your full length"),
        (PlanSettings(start_minutes=5), [SORE], "5 minutes easy, the shortest there is"),
        (None, [replace(CLEAR, minutes=10)], "20 minutes easy, the same again"),
        (None, [replace(CLEAR, minutes=19)], "22 minutes easy, a little longer"),
        (None, [Attempt(0, None, 0, 2, minutes=10)], "10 minutes easy, the same again"),
        (None, [Attempt(0, None, 0, 2, minutes=3)], "5 minutes easy, the shortest there is"),
        (None, [replace(CLEAR, minutes=23)], "20 minutes easy, the same again"),
        (STAGED, [CLEAR], "this stage once more"),
        (STAGED, [CLEAR, CLEAR], "run 2 and walk 3 in turn on flat, soft ground, with more run"),
        (STAGED, [CLEAR, CLEAR, SORE], "with less running than before"),
        (STAGED, [SORE], "a walk of 30 minutes, with less running than before"),
        (STAGED, [SORE, SORE], "a walk of 30 minutes, the gentlest stage"),
    ],
)
def test_how_the_next_run_differs(
    settings: PlanSettings | None, attempts: list[Attempt], change: str
) -> None:
    now = made(*attempts, settings=settings, today=WEDNESDAY)
    assert change in decision_sentence(*told(now))


def test_why_a_clear_run_is_not_followed_by_a_longer_one() -> None:
    for attempts, settings, why in (
        ([replace(CLEAR, minutes=10)], None, "it was shorter than planned"),
        ([replace(CLEAR, minutes=60)], None, "20 minutes were planned and 60 were run"),
        ([CLEAR], STAGED, "this stage asks for one more clear run"),
    ):
        said = decision_sentence(*told(made(*attempts, settings=settings, today=WEDNESDAY)))
        assert f"; {why}: rest" in said


def test_a_step_put_off_says_when_it_comes() -> None:
    days = [TUESDAY + timedelta(days=2 * n) for n in range(3)]
    history = History((Comeback(TUESDAY),), tuple(Run(day, CLEAR) for day in days))
    # The lowest of seven days is 20 minutes until Tuesday's run is a week ago.
    said = decision_sentence(*told(course(history, days[-1] + timedelta(days=1), BOOK)))
    assert "; two steps in seven days are enough: rest today." in said
    assert said.endswith("The next step comes with a clear run Tuesday or later.")


def test_advice_is_repeated_until_a_clear_run() -> None:
    pain, advice = Attempt(8, False, 8, 0), f"Please talk to {WHO} about this pain."
    calm = PlanSettings(hold=False)
    for attempts, advised in (([pain], True), ([pain, Attempt()], True), ([pain, CLEAR], False)):
        now = made(*attempts, settings=calm, today=WEDNESDAY)
        texts = [
            decision_sentence(*told(now)),
            decision_notice(*told(now)),
            next_sentence(now, WEDNESDAY, WHO),
        ]
        assert [advice in text for text in texts] == [advised] * 3


def test_a_hold_names_no_run() -> None:
    now = made(Attempt(8, False, 8, 0), today=WEDNESDAY)
    hold = f"Running is on hold: please talk to {WHO} before you run again."
    for text in (decision_sentence(*told(now)), decision_notice(*told(now))):
        assert hold in text
        assert "Next run" not in text
    asked = next_sentence(now, WEDNESDAY, WHO)
    assert asked.startswith(f"Running is on hold. Have you talked to {WHO}, and may you run again?")


def test_a_hold_is_not_for_now() -> None:
    """It was: "For now. Running is on hold" and "So far: … Running is on hold"."""
    whole, warmed_up = (Attempt(0, None, late) for late in (8, None))
    begins = {"Pain began later in the run. Running is on hold:": whole}
    begins["Running is on hold:"] = replace(warmed_up, warmup=9)
    for text, attempt in begins.items():
        said = decision_sentence(*told(made(attempt)))
        assert said.startswith(text), said
        assert "For now" not in said
        assert "So far" not in said


def test_a_rest_that_is_over_is_not_for_now() -> None:
    """It was: "For now. Next run today: …"."""
    said = decision_sentence(*told(made(Attempt(0, None, 0), today=TUESDAY + timedelta(days=9))))
    assert said.startswith("Next run today: ")


def test_what_ends_a_session_is_not_said_when_it_is_over() -> None:
    """It was said again on the next morning."""
    bone = (Comeback(TUESDAY, BONE, walks=True),)
    run = Run(TUESDAY, Attempt(0, None, 1, 0))
    for today, expected in ((TUESDAY, True), (WEDNESDAY, False)):
        decided = told(course(History(bone, (run,)), today, BOOK))
        for text in (decision_sentence(*decided), decision_notice(*decided)):
            assert ("ends a session" in text) is expected


def test_reasons_are_not_strung_together_by_and() -> None:
    """It was: "No pain … and 20 minutes were planned and 60 were run"."""
    said = decision_sentence(*told(made(replace(CLEAR, minutes=60), today=WEDNESDAY)))
    assert said.startswith("No pain in the warm-up, the run or the day after; 20 minutes were")


def test_who_has_talked_is_not_told_to_talk() -> None:
    """It was: "Please talk to a doctor" right after `easeback cleared`."""
    held = History((Comeback(TUESDAY),), (Run(TUESDAY, Attempt(0, None, 8, 0)),))
    cleared = replace(held, cleared=(WEDNESDAY,))
    for day in (WEDNESDAY, WEDNESDAY + timedelta(days=5)):
        said = next_sentence(course(cleared, day, BOOK), day, WHO)
        assert said.endswith(f"Go by what {WHO} told you, and ask again if the pain comes back.")
    # A run whose morning is to come is no news yet.
    friday = WEDNESDAY + timedelta(days=2)
    open_yet = replace(cleared, runs=(*held.runs, Run(friday, Attempt(0, None, 0))))
    said = next_sentence(course(open_yet, friday, BOOK), friday, WHO)
    assert said.endswith("ask again if the pain comes back.")
    # Pain in a run since then is news to whom one talked to.
    again = replace(cleared, runs=(*held.runs, Run(friday, Attempt(0, None, 2, 0))))
    assert f"Please talk to {WHO}" in next_sentence(course(again, friday, BOOK), friday, WHO)


def test_on_the_day_of_the_pain_nobody_is_asked_for_a_yes_that_would_not_count() -> None:
    """It was: "may you run again? … easeback cleared", which was refused on that day."""
    red = History((Comeback(TUESDAY),), (Run(TUESDAY, Attempt(0, None, 8)),))
    today, tomorrow = (next_sentence(course(red, d, BOOK), d, WHO) for d in (TUESDAY, WEDNESDAY))
    assert today == f"Running is on hold: please talk to {WHO} before you run again."
    assert "may you run again?" in tomorrow


def test_a_gap_is_told_with_its_date_and_begins_gently() -> None:
    """It was: "a run was due Friday 9 January: 24 minutes, whenever you are ready"."""
    now = made(CLEAR, CLEAR, CLEAR, today=TUESDAY + timedelta(weeks=17))
    assert next_sentence(now, now.today, WHO) == (
        "Your last run was on 3 March 2026. After 17 weeks we begin gently: "
        "20 minutes easy, whenever you are ready."
    )
    soon = made(CLEAR, today=TUESDAY + timedelta(days=10))
    assert next_sentence(soon, soon.today, WHO).startswith("A run was due Thursday 5 March: 22")


def test_a_second_run_of_the_day_takes_nothing_back() -> None:
    """It was: a second run took back rest days and the advice to see a doctor."""
    red = Run(TUESDAY, Attempt(9, False, 9, None))
    twice = History((Comeback(TUESDAY),), (red, Run(TUESDAY, CLEAR)))
    once = History((Comeback(TUESDAY),), (red,))
    after_one, after_two = (course(each, TUESDAY, BOOK) for each in (once, twice))
    assert after_two.view().held
    assert after_two.view().due == after_one.view().due
    assert "please talk to" in decision_sentence(*told(after_two))


def test_ten_clear_logs_of_a_day_are_one_step() -> None:
    """It was: ten clear logs in a day went from 20 to 45 minutes."""
    runs = tuple(Run(TUESDAY, CLEAR) for _ in range(10))
    now = course(History((Comeback(TUESDAY),), runs), WEDNESDAY, BOOK)
    assert now.view().target.running <= 22


def test_a_watch_that_stops_early_does_not_hold_the_plan() -> None:
    """It was: a watch that stops at 29:50 of 30 held the plan at its first stage for ever."""
    short = replace(CLEAR, minutes=29 + 50 / 60)
    now = made(short, short, settings=STAGED, today=WEDNESDAY)
    assert "with more running than before" in decision_sentence(*told(now))


def test_after_the_easy_phase_runs_are_not_called_easy() -> None:
    now = made(*[CLEAR] * 20, today=TUESDAY + timedelta(days=3))
    assert now.view().easy is False
    assert "easy" not in next_sentence(now, now.today, WHO)
    assert "easy" not in decision_sentence(*told(now))


def test_no_internal_name_is_ever_spoken() -> None:
    scores = (None, 0, 3)
    for warmup, faded, late, next_day in product(scores, (None, True, False), scores, scores):
        decided = told(made(Attempt(warmup, faded, late, next_day)))
        for text in (decision_sentence(*decided), decision_notice(*decided)):
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


@pytest.mark.parametrize(
    ("stage", "easy", "said"),
    [
        (0, True, "a walk of 30 minutes"),
        (1, True, "30 minutes easy, run 1 and walk 4 in turn on flat, soft ground"),
        (1, False, "30 minutes, run 1 and walk 4 in turn on flat, soft ground"),
        (8, True, "30 minutes of easy running on flat, soft ground"),
        (8, False, "30 minutes of running on flat, soft ground"),
        (None, True, "30 minutes easy"),
        (None, False, "30 minutes"),
    ],
)
def test_how_long_a_run_is(stage: int | None, easy: bool, said: str) -> None:
    """It was: "30 minutes easy of running"."""
    assert length(Target(0 if stage == 0 else 6, 30, stage), easy) == said


def test_lists_read_like_lists() -> None:
    assert [listed(part) for part in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
