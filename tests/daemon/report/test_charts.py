"""Every point of the charts is drawn, and inside."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from daemon.report import charts
from rules.model import Attempt
from tests.daemon.report.made import outcomes_of, told


@given(
    st.lists(
        st.builds(
            Attempt,
            st.none() | st.integers(0, 10),
            st.sampled_from([None, True, False]),
            st.none() | st.integers(0, 10),
            st.none() | st.integers(0, 10),
            minutes=st.none() | st.floats(0, 600),
        ),
        min_size=1,
        max_size=20,
    ),
)
def test_every_point_is_drawn_inside(attempts: list[Attempt]) -> None:
    outcomes = outcomes_of(*attempts)
    minutes = charts.minutes_chart(outcomes, 720, 280)
    known = [attempt for attempt in attempts if attempt.minutes is not None]
    assert bool(minutes) == bool(known)
    if minutes:
        assert len(list(ElementTree.fromstring(minutes).iter("title"))) == len(known)
    pain = charts.pain_chart(outcomes, told(*attempts), 330, 260)
    scores = [s for a in attempts for s in (a.warmup, a.late, a.next_day) if s is not None]
    assert bool(pain) == bool(scores)
    if pain:
        assert len(list(ElementTree.fromstring(pain).iter("title"))) == len(scores)
    assert "nan" not in pain
