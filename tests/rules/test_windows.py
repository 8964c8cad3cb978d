"""The most of the last days, beside the plain way of finding it."""

from hypothesis import given
from hypothesis import strategies as st

from rules.windows import Peaks, since, with_peak


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), max_size=30), st.integers(1, 10))
def test_it_is_the_most_of_the_days_in_the_window(steps: list[tuple[int, int]], days: int) -> None:
    peaks: Peaks = ()
    today, seen = 1000, list[tuple[int, int]]()
    for later, value in steps:
        today += later
        seen.append((today, value))
        peaks = since(with_peak(peaks, today, value), today - days + 1)
        inside = [kept for day, kept in seen if day > today - days]
        assert peaks[0][1] == max(inside)
        assert len(peaks) <= len(inside)
        values = [kept for _, kept in peaks]
        assert values == sorted(set(values), reverse=True)


def test_of_nothing_there_is_nothing() -> None:
    assert since((), 5) == ()
