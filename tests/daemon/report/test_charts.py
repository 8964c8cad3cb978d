"""Every point of the charts is drawn, and inside."""

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from daemon.report import charts
from rules.ladder import Ladder
from rules.model import Attempt, Settings
from rules.plan import Outcome, Program, Run
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
PROGRAM = Program(load_rulebook(default_text()), Settings(), Ladder(), 6)


def course(*attempts: Attempt) -> tuple[Outcome, ...]:
    return PROGRAM.course(Run(MONDAY + timedelta(days=3 * n), a) for n, a in enumerate(attempts))


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
    outcomes = course(*attempts)
    drawn = ElementTree.fromstring(charts.minutes_chart(outcomes, 720, 280))
    assert len(list(drawn.iter("title"))) == len(outcomes)
    pain = charts.pain_chart(outcomes, 330, 260)
    scores = [s for a in attempts for s in (a.warmup, a.late, a.next_day) if s is not None]
    assert bool(pain) == bool(scores)
    if pain:
        assert len(list(ElementTree.fromstring(pain).iter("title"))) == len(scores)
    assert "nan" not in pain
