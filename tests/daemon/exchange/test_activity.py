"""What is a run, and how much of one was motion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.exchange.activity import Activity, Sample, measured
from tests.daemon.exchange.watch_files import START


@pytest.mark.parametrize(
    "sport",
    [
        *("", "running", "Running", "run", "9", "RUNNING", "trail_running", "trail run", "unknown"),
        *("Laufen", "course à pied", "correr", "corsa", "löpning", "hardlopen", "běh", "walking"),
        *("treadmill", "Track run", "street_running", "jogging", "hiking", "other", "training"),
    ],
)
def test_a_word_that_is_no_other_sport_may_be_a_run(sport: str) -> None:
    assert Activity(START, sport=sport).on_foot


@pytest.mark.parametrize(
    "sport",
    [
        *("1", "Biking", "cycling", "Ride", "virtual_ride", "mountain_biking", "Radfahren", "vélo"),
        *("ciclismo", "swimming", "lap_swimming", "Schwimmen", "natation", "rowing", "yoga"),
        *("alpine_skiing", "cross_country_skiing", "strength_training", "kayaking", "golf"),
    ],
)
def test_what_surely_is_another_sport_is_none(sport: str) -> None:
    assert not Activity(START, sport=sport).on_foot


@pytest.mark.parametrize(
    ("minutes", "metres", "too_fast"),
    [
        *((25, 4120, False), (12.5, 5000, True), (12.7, 5000, False), (120, 42_195, True)),
        *((122, 42_195, False), (60, 24_000, True), (None, 5000, False), (20, None, False)),
    ],
)
def test_no_run_is_faster_than_the_fastest(
    minutes: float | None, metres: float | None, too_fast: bool
) -> None:
    assert Activity(START, minutes, metres).too_fast is too_fast


def test_half_a_second_is_no_run() -> None:
    assert Activity(START, 0.5 / 60).too_short
    assert not Activity(START, 1).too_short
    assert not Activity(START).too_short


samples = st.lists(st.builds(Sample, st.floats(0, 1e5), st.none() | st.floats(0, 1e5)), max_size=8)


@given(samples)
def test_motion_is_no_longer_than_the_time_and_knows_no_order(
    told: list[Sample],
) -> None:
    seconds, metres = measured(told)
    times = [sample.seconds for sample in told]
    assert 0 <= seconds <= max(times, default=0) - min(times, default=0) + 1e-6
    assert metres is None or metres >= 0
    shuffled = sorted(told, key=lambda sample: (sample.metres is None, sample.metres or 0))
    if len(set(times)) == len(times):
        assert measured(shuffled) == (seconds, metres)


def test_a_long_time_without_a_place_is_not_guessed() -> None:
    run = [Sample(0, None), Sample(600, 0), Sample(1200, 2000)]
    assert measured(run) == (600, 2000)
    assert measured([Sample(570, None), *run[1:]]) == pytest.approx((630, 2100))
