"""Where strength work goes when a run takes its day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.strength import strength_days

MONDAY = date(2026, 3, 2)
TUE, WED, THU, FRI, SAT = (MONDAY + timedelta(days=number) for number in range(1, 6))


def days(*runs: date, done: tuple[date, ...] = (), first: date = MONDAY) -> list[date]:
    found = strength_days(first, 7, {1, 4}, lambda day: day in runs, set(done))
    return sorted(day for day in found if day < MONDAY + timedelta(days=7))


def test_without_a_run_it_stays_where_it_is() -> None:
    assert days() == [TUE, FRI]
    assert days(MONDAY, WED) == [TUE, FRI]


def test_a_run_moves_it_to_the_next_rest_day_that_is_not_beside_another() -> None:
    assert days(TUE) == [WED, FRI]
    # Thursday would be beside Friday's.
    assert days(TUE, WED) == [FRI, MONDAY + timedelta(days=6)]
    assert days(TUE, THU, FRI) == [WED, SAT]


def test_what_was_done_on_another_day_keeps_its_neighbours_free() -> None:
    assert days(TUE, done=(WED,)) == [WED, FRI]
    # Done on the run day itself it needs no other.
    assert days(TUE, done=(TUE,)) == [TUE, FRI]


def test_a_day_of_the_week_before_may_have_moved_here() -> None:
    sunday = MONDAY - timedelta(days=1)
    taken = (MONDAY - timedelta(days=3), MONDAY - timedelta(days=2), sunday)
    # Monday would be beside Tuesday's.
    assert days(*taken) == [TUE, FRI]
    assert days(*taken, TUE) == [MONDAY, WED, FRI]


@given(st.sets(st.integers(0, 6), min_size=1, max_size=3), st.sets(st.integers(0, 27)))
def test_it_never_meets_a_run_and_moves_beside_no_other(weekdays: set[int], runs: set[int]) -> None:
    taken = {MONDAY + timedelta(days=number) for number in runs}
    found = strength_days(MONDAY, 28, weekdays, taken.__contains__, set())
    assert found.isdisjoint(taken)
    for day in found:
        beside = {day - timedelta(days=1), day + timedelta(days=1)}
        assert day.weekday() in weekdays or found.isdisjoint(beside)


@given(st.booleans())
def test_every_other_day_run_two_days_a_week_stay(odd: bool) -> None:
    found = strength_days(MONDAY, 56, {1, 4}, lambda day: day.toordinal() % 2 == odd, set())
    for week in range(7):
        begins = MONDAY + timedelta(days=7 * week)
        within = [day for day in found if begins <= day < begins + timedelta(days=8)]
        assert len(within) >= 2
