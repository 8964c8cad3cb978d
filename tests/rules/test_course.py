"""What a course says beside the pinned form."""

from datetime import date, timedelta

from rules.comeback import Comeback, History, Pause, Run, UsualWeek
from rules.course import Course, course
from rules.gate import Verdict
from rules.model import Attempt
from tests.rules.histories import BOOK, MONDAY
from tests.runners import RUNNERS, advised, weekly_minutes

CLEAR = Attempt(0, None, 0, 0)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def after(*numbers: int, today: int) -> Course:
    runs = tuple(Run(day(number), CLEAR) for number in numbers)
    return course(History((Comeback(MONDAY),), runs), day(today), BOOK)


def test_the_six_runners_go_as_gently_as_an_independent_model() -> None:
    shown = [weekly_minutes(runner.outcomes(9), 9) for runner in RUNNERS]
    assert shown == [
        [90, 78, 119, 102, 159, 135, 180, 135, 180],
        [36, 60, 101, 83, 126, 111, 168, 135, 180],
        [12, 42, 91, 79, 116, 102, 156, 132, 180],
        [90, 76, 115, 99, 155, 132, 176, 132, 176],
        [90, 78, 119, 102, 0, 36, 165, 135, 180],
        [90, 76, 114, 99, 150, 126, 180, 135, 180],
    ]
    nagging = RUNNERS[-1].outcomes(16)
    assert (advised(nagging), len(nagging)) == (16, 56)


def test_the_gate_of_days_to_come() -> None:
    pause = Pause(day(5), day(7))
    history = History((Comeback(MONDAY),), (Run(MONDAY, CLEAR),), pauses=(pause,))
    now = course(history, MONDAY, BOOK)
    verdicts = [now.may_run(day(number)) for number in (0, 1, 2, 5, 6, 7)]
    assert verdicts == [
        Verdict.DONE,
        Verdict.REST,
        Verdict.GO,
        Verdict.AWAY,
        Verdict.AWAY,
        Verdict.GO,
    ]


def test_a_pace_reached_says_when_the_next_step_comes() -> None:
    # 20, 22 and 24 on days 0, 2 and 4: from day 7 on the 20 is out of the seven days.
    assert after(0, 2, 4, today=4).step_day() == day(7)
    assert after(0, 2, 4, 6, today=6).step_day() == day(8)
    assert after(0, today=0).step_day() == day(2)


def test_the_gap_is_told_with_the_run_after_it() -> None:
    view = after(0, today=120).view()
    assert (view.gap, view.run_day, view.target.running) == (120, day(120), 20)
    assert after(0, 20, today=20).outcomes[-1].gap == 20


def test_a_day_on_which_the_usual_week_is_full_is_no_day_due() -> None:
    """The pause is over on a day that the week no longer bears."""
    comeback = Comeback(MONDAY, usual=UsualWeek(3, 90))
    runs = tuple(Run(day(number), CLEAR) for number in (0, 2, 4))
    history = History((comeback,), runs, pauses=(Pause(day(7), day(8)),))
    now = course(history, day(4), BOOK)
    assert now.outcomes[-1].due == day(7)
    assert now.view().due == day(8)


def test_a_new_comeback_has_no_gap_before_its_first_run() -> None:
    comebacks = (Comeback(MONDAY), Comeback(day(10)))
    now = course(History(comebacks, (Run(MONDAY, CLEAR),)), day(20), BOOK)
    assert now.view().gap == 0
    assert after(today=20).view().gap == 0


def test_the_next_day_is_the_first_from_today_on_that_owes_no_rest() -> None:
    assert after(0, today=0).next_day() == day(2)
    assert after(0, today=5).next_day() == day(5)
