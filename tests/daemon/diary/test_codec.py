"""Facts and their rows: what is written can be read back, and nothing else is written or read."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.codec import FactRow, Unfit, row_of, told_by
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    During,
    FirstComeback,
    Injury,
    PainTold,
    PauseBegun,
    PauseEnded,
    RunMoved,
    SettingsChanged,
    Side,
    Why,
)
from daemon.diary.fact import Fact
from daemon.diary.facts import (
    KINDS,
    AgainstAdvice,
    Answer,
    AttemptBegun,
    By,
    Damaged,
    Reminded,
    RunSkipped,
    SessionBegan,
    SessionEnded,
    SessionKind,
    Snoozed,
    StrengthDone,
    Undone,
)
from daemon.diary.questions import Question
from daemon.diary.store import Store
from rules.comeback import PlanSettings, UsualWeek

AT = datetime(2026, 11, 24, 7, 30, tzinfo=timezone(timedelta(hours=1)))
TODAY = AT.date()
DAYS = st.dates(TODAY - timedelta(days=4000), TODAY + timedelta(days=400))
NUMBERS = st.integers(-1, 2**54)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
VALUES = JSON | st.builds(
    lambda value, unit: {"value": value, "unit": unit},
    st.integers(-1, 1001) | st.floats(),
    st.sampled_from(["mi", "km", "m"]),
)
PLANS = [
    PlanSettings(),
    PlanSettings(start_minutes=12, hold=False, ladder="walk_run", run_days=("tue", "sat")),
]
FACTS = st.one_of(
    st.builds(AttemptBegun, DAYS),
    st.builds(Answer, NUMBERS, st.sampled_from(By), st.sampled_from(Question), VALUES),
    st.builds(Undone, NUMBERS),
    st.builds(StrengthDone, DAYS),
    st.builds(RunSkipped, DAYS),
    st.builds(Cleared, DAYS),
    st.builds(
        ComebackBegun,
        DAYS,
        st.sampled_from(Injury),
        st.booleans(),
        st.integers(-1, 600),
        st.none() | st.booleans(),
        st.none() | DAYS,
        st.none() | st.sampled_from([UsualWeek(3, 90), UsualWeek(4, 200, 80)]),
        st.none() | st.text(),
        st.none() | st.sampled_from(Side),
        st.none() | st.text(),
        st.none() | st.integers(0, 700),
        st.none() | NUMBERS,
    ),
    st.builds(FirstComeback, DAYS, st.sampled_from(Injury)),
    st.builds(SettingsChanged, st.sampled_from(PLANS)),
    st.builds(PainTold, DAYS, st.integers(-1, 11), st.sampled_from(During)),
    st.builds(PauseBegun, DAYS, st.sampled_from(Why), st.none() | DAYS),
    st.builds(PauseEnded, DAYS),
    st.builds(RunMoved, DAYS, DAYS),
    st.builds(AgainstAdvice, DAYS),
    st.builds(Snoozed, st.datetimes(timezones=st.just(UTC))),
    st.builds(Snoozed, st.integers(-1, 100_000).map(lambda s: AT + timedelta(seconds=s))),
    st.builds(Reminded, st.text()),
    st.builds(SessionBegan, st.sampled_from(SessionKind), st.booleans(), st.booleans()),
    st.just(SessionEnded()),
)


@given(fact=FACTS)
def test_what_is_written_is_read_back(fact: Fact) -> None:
    try:
        row = row_of(AT, fact)
    except Unfit:
        return
    assert told_by(row) == fact
    assert told_by(row._replace(data=json.dumps(json.loads(row.data)))) == fact


@pytest.mark.parametrize(
    ("fact", "problem"),
    [
        (AttemptBegun(TODAY + timedelta(days=1)), "in the future"),
        (AttemptBegun(date(2016, 1, 1)), "ten years ago"),
        (StrengthDone(date(1026, 1, 1)), "expected a day"),
        (Answer(1, By.TYPED, Question.LATE, 11), "late: expected a whole number 0 to 10"),
        (Answer(1, By.TYPED, Question.LATE, 3.0), "late: expected a whole number 0 to 10"),
        (Answer(1, By.TYPED, Question.LATE, True), "late: expected a whole number 0 to 10"),
        (Answer(1, By.TYPED, Question.FADED, 1), "faded: expected true, false or null"),
        (Answer(1, By.TYPED, Question.MINUTES, 1440.1), "minutes: expected a number 0 to 1440"),
        (Answer(1, By.TYPED, Question.MINUTES, float("nan")), "minutes: expected a number"),
        (Answer(1, By.TYPED, Question.MINUTES, 10**400), "minutes: expected a number"),
        (Answer(1, By.IMPORTED, Question.DISTANCE, {"value": 1112, "unit": "km"}), "0 to 1000"),
        (Answer(1, By.IMPORTED, Question.DISTANCE, 5), "distance: expected an object"),
        (Answer(0, By.TYPED, Question.LATE, 3), "attempt: expected the number of a fact"),
        (Undone(True), "fact: expected the number of a fact"),
        (Snoozed(AT), "until"),
        (Snoozed(AT + timedelta(days=9)), "until"),
        (Snoozed(AT.replace(tzinfo=None)), "until"),
        (Reminded(""), "key"),
        (Reminded("a\nb"), "key"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(
    tmp_path: Path, fact: Fact, problem: str
) -> None:
    store = Store(tmp_path / "a.db")
    store.append(AT, AttemptBegun(TODAY))
    with pytest.raises(Unfit, match=problem) as refused:
        store.append(AT, fact)
    assert refused.value.exit_code == 2
    assert len(store.rows()) == 1
    store.close()


@pytest.mark.parametrize("at", [AT.replace(tzinfo=None), AT.replace(year=1969), AT.replace(2200)])
def test_a_time_that_no_run_was_made_at_is_not_written(at: datetime) -> None:
    with pytest.raises(Unfit, match="at: expected a time"):
        row_of(at, SessionEnded())


@pytest.mark.parametrize(
    "fact", [Answer(2, By.TYPED, Question.LATE, 3), Undone(3), Undone(2), Undone(99)]
)
def test_what_is_about_nothing_is_not_written(tmp_path: Path, fact: Fact) -> None:
    store = Store(tmp_path / "a.db")
    store.append(AT, AttemptBegun(TODAY))
    store.append(AT, Undone(1))
    with pytest.raises(Unfit, match="there is no fact"):
        store.append(AT, fact)
    assert len(store.rows()) == 2
    store.close()


GOOD: dict[str, dict[str, Any]] = {
    "attempt": {"day": "2026-11-24"},
    "answer": {"attempt": 1, "question": "late", "value": 3, "by": "typed"},
    "undone": {"fact": 1},
    "strength": {"day": "2026-11-24"},
    "skipped": {"day": "2026-11-24"},
    "cleared": {"day": "2026-11-24"},
    "first_comeback": {"day": "2026-11-24", "injury": "soft"},
    "comeback": {
        "day": "2026-11-24",
        "injury": "bone",
        "severe": True,
        "injury_weeks": 12,
        "walks": False,
        "not_before": "2026-12-01",
        "usual": {"runs": 4, "minutes": 200, "longest": 80},
        "site": "shin",
        "side": "left",
        "cause": "too many hills",
        "cause_minutes": 60,
        "corrects": 1,
    },
    "settings": {"settings": {"goal_minutes": 60}},
    "pain": {"day": "2026-11-24", "score": 3, "during": "strength"},
    "pause": {"start": "2026-11-24", "why": "ill", "until": "2026-11-30"},
    "back": {"day": "2026-11-24"},
    "moved": {"day": "2026-11-24", "to": "2026-11-24"},
    "against_advice": {"day": "2026-11-24"},
    "snoozed": {"until": "2026-11-24T08:00:00+01:00"},
    "reminded": {"key": "2026-11-24 run"},
    "session": {"what": "go", "next_day": False, "new_run": False},
    "session_end": {},
}
OPTIONAL = {("session", "next_day"), ("session", "new_run"), ("pain", "during"), ("pause", "until")}
OPTIONAL |= {("comeback", key) for key in GOOD["comeback"] if key not in ("day", "injury")}


def told(kind: str, data: object) -> Fact | Damaged:
    return told_by(FactRow(7, AT.isoformat(), kind, json.dumps(data)))


def test_every_kind_is_known_by_its_keys_alone() -> None:
    assert GOOD.keys() == KINDS.keys()
    for kind, data in GOOD.items():
        assert isinstance(told(kind, data), KINDS[kind])
        assert isinstance(told(kind, {**data, "more": 1}), Damaged)
        for key in data:
            less = told(kind, {name: data[name] for name in data.keys() - {key}})
            assert isinstance(less, Damaged) == ((kind, key) not in OPTIONAL)


@given(kind=st.sampled_from(sorted(GOOD)), data=st.data())
def test_a_row_is_a_fact_or_says_why_not(kind: str, data: st.DataObject) -> None:
    """Whatever stands in a field: it is read as what it is written as, or not at all."""
    values = dict(GOOD[kind])
    for key in data.draw(st.sets(st.sampled_from(sorted(values)))) if values else ():
        values[key] = data.draw(VALUES)
    found = told(kind, values)
    if isinstance(found, Damaged):
        assert (found.id, found.kind) == (7, kind)
        assert found.why
        assert found.why.isprintable()
    else:
        written = json.loads(row_of(AT, found).data)
        assert told(kind, written) == found
        kept = {name: value for name, value in values.items() if value is not None}
        assert {name: written[name] for name in kept} == kept


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", "[" * 100_000, '{"day": "\x00"}'])
def test_what_is_no_object_is_damaged(text: str) -> None:
    assert isinstance(told_by(FactRow(7, AT.isoformat(), "attempt", text)), Damaged)


@pytest.mark.parametrize(
    "settings",
    [
        {"hold": 1},
        {"start_minutes": True},
        {"goal_minutes": 5},
        {"more": 1},
        [],
        7,
        {"ladder": "x"},
    ],
)
def test_settings_that_cannot_be_are_damaged(settings: object) -> None:
    assert isinstance(told("attempt", {"day": "2026-11-24", "settings": settings}), Damaged)
