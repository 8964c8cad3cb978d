"""What the report says, and where it is written."""

import re
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from daemon.base import paths
from daemon.cli import main
from daemon.diary.days import coming, past
from daemon.report import charts, view
from rules.ahead import ahead
from rules.attempts import Outcome
from rules.comeback import Comeback, History, Run
from rules.course import Course, course
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

MONDAY = date(2026, 3, 2)
BOOK = load_rulebook(default_text())
CLEAR = Attempt(0, None, 0, 0)
SORE = Attempt(3, False, 3, 0)


def made(*attempts: Attempt) -> Course:
    days = [MONDAY + timedelta(days=3 * n) for n in range(len(attempts))]
    history = History((Comeback(MONDAY),), tuple(map(Run, days, attempts)))
    return course(history, days[-1], BOOK)


def outcomes_of(*attempts: Attempt) -> tuple[Outcome, ...]:
    return made(*attempts).outcomes


def told(*attempts: Attempt) -> dict[date, Attempt]:
    return {MONDAY + timedelta(days=3 * n): each for n, each in enumerate(attempts)}


def entries(*attempts: Attempt) -> tuple[view.Entry, ...]:
    return view.entries(outcomes_of(*attempts), told(*attempts), "Ann")


def test_streaks_and_firsts() -> None:
    outcomes = outcomes_of(SORE, CLEAR, CLEAR, CLEAR, SORE, CLEAR)
    assert view.streaks(outcomes) == (1, 3)
    assert view.streaks(outcomes[:5]) == (0, 3)
    assert view.streaks(()) == (0, 0)
    found = [(win.day, win.text) for win in reversed(view.achievements(outcomes))]
    assert [(day - MONDAY).days // 3 for day, _ in found] == [0, 1, 3]
    assert found[-1][1] == "3 clear runs in a row."


def test_every_run_says_why() -> None:
    newest, oldest = entries(SORE, Attempt(0, None, 0))
    assert oldest.decided == "2 rest days, then 15 minutes, shorter than before."
    assert "The pain of the warm-up did not go away." in oldest.why
    assert oldest.pain[0] == ("warm-up", "3, did not go away")
    assert newest.decided.startswith("So far: 1 rest day")
    assert newest.why == ("Not known: the pain of the day after.",)
    thrice = entries(SORE, SORE, SORE)[0]
    assert "Ann" in thrice.why[-1]


def test_a_run_that_was_too_much_is_no_first_and_no_streak() -> None:
    """It was: tripling the plan was praised ("your longest run since the injury")."""
    outcomes = outcomes_of(CLEAR, CLEAR, Attempt(0, None, 0, 0, minutes=60))
    texts = [achievement.text for achievement in view.achievements(outcomes)]
    assert not [text for text in texts if "60" in text or "3 clear" in text]
    assert view.streaks(outcomes) == (0, 2)
    newest = entries(CLEAR, CLEAR, Attempt(0, None, 0, 0, minutes=60))[0]
    assert newest.decided.endswith("then 24 minutes, the same again.")
    assert "24 minutes were planned and 60 were run." in newest.why


@given(st.integers(0, 400), st.integers(0, 40))
def test_every_day_is_in_the_calendar_once(gone: int, days_ahead: int) -> None:
    now = made(*[CLEAR] * (gone // 3 + 1))
    outcomes = now.outcomes
    today = MONDAY + timedelta(days=gone)
    before = past(outcomes, set(), date.min, today)
    start = before[-1].day + timedelta(days=1) if before else today
    runs = list(ahead(now, start + timedelta(days=days_ahead), BOOK))
    months = view.calendar(before, coming(runs, start, days_ahead + 1, set()))
    cells = [cell for month in months for week in month.weeks for cell in week if cell]
    assert [cell.day for cell in cells] == [
        cells[0].day + timedelta(days=n) for n in range(len(cells))
    ]
    assert all(len(week) == 7 for month in months for week in month.weeks)
    for month in months:
        for week in month.weeks:
            assert all(c is None or c.day.weekday() == n for n, c in enumerate(week))
    marked = {cell.day for cell in cells if cell.marks}
    assert {row.day for row in before} <= marked
    assert start + timedelta(days=days_ahead) in marked


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
    drawn = ElementTree.fromstring(charts.minutes_chart(outcomes, 720, 280))
    assert len(list(drawn.iter("title"))) == len(outcomes)
    pain = charts.pain_chart(outcomes, told(*attempts), 330, 260)
    scores = [s for a in attempts for s in (a.warmup, a.late, a.next_day) if s is not None]
    assert bool(pain) == bool(scores)
    if pain:
        assert len(list(ElementTree.fromstring(pain).iter("title"))) == len(scores)
    assert "nan" not in pain


def test_the_page_is_the_runner_s_alone(capsys: pytest.CaptureFixture[str]) -> None:
    main("log --day 2026-01-05 --warmup 3 --faded no".split())
    capsys.readouterr()
    assert main(["report"]) == 0
    assert capsys.readouterr().out.strip() == str(paths.report_file())
    assert paths.report_file().stat().st_mode & 0o077 == 0
    text = paths.report_file().read_text()
    assert "http" not in text.replace("http-equiv", "")
    assert "it does not diagnose" in text
    assert main(["forget", "--yes"]) == 0
    assert not paths.report_file().exists()


def test_names_are_text_and_not_html(tmp_path: Path) -> None:
    paths.config_file().parent.mkdir(parents=True)
    paths.config_file().write_text("[runner]\nprofessional = '<b>Ann & \"Bo\"</b>'\n")
    main("log --warmup 8 --faded no --late 8".split())
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    text = (tmp_path / "page.html").read_text()
    assert "&lt;b&gt;Ann &amp; &#34;Bo&#34;&lt;/b&gt;" in text
    assert "<b>" not in text


def test_a_place_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--to", "/nowhere/at/all.html"]) == 2
    assert "/nowhere/at/all.html" in capsys.readouterr().err


def test_every_sentence_of_the_page_is_used() -> None:
    template = (files("daemon") / "data" / "report.html").read_text("utf-8")
    asked = set(re.findall(r'text\("(\w+)"', template)) | {"minutes_curve", "pain_curve"}
    table = tomli.loads((files("daemon") / "data" / "words.toml").read_text("utf-8"))
    assert asked == set(table["page"])
