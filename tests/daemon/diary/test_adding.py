"""A diary that is exported and imported into an empty home tells the same."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from daemon.base.errors import Problems
from daemon.diary import telling
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    During,
    FirstComeback,
    Injury,
    PainTold,
    PauseBegun,
    RunMoved,
    SettingsChanged,
    Why,
)
from daemon.diary.diary import Diary
from daemon.diary.document import Document
from daemon.diary.fact import Fact
from daemon.diary.facts import AgainstAdvice, By, RunSkipped, StrengthDone
from daemon.diary.next_run import next_json
from daemon.diary.questions import Question
from daemon.diary.snapshot import Snapshot
from daemon.diary.store import Store
from daemon.exchange.portable import from_json, to_json
from daemon.settings.config import Config
from rules.attempt_json import attempt_to_json
from rules.rulebook import default_text, load_rulebook
from tests.rules.histories import Life, lives

TABLE = load_rulebook(default_text())
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 8, tzinfo=BERLIN)
TODAY = NOW.date()
FIRST = FirstComeback(date(2026, 10, 1), Injury.SOFT)


def at(day: date) -> datetime:
    return datetime.combine(day, time(8), BERLIN)


def an_empty_one(folder: str) -> tuple[Diary, Store]:
    store = Store(Path(folder) / "easeback.db")
    return Diary(store, Config(), TABLE, Path(folder) / "easeback.checkpoint"), store


def put(diary: Diary, store: Store, life: Life) -> None:
    history, today = life.history, life.today
    told: list[tuple[date, Fact]] = []
    for number, each in enumerate(history.comebacks):
        kind = ComebackBegun if number else FirstComeback
        weeks, limits = each.injury_weeks, (each.walks, each.not_before, each.usual)
        told.append((each.day, kind(each.day, Injury(each.kind), each.severe, weeks, *limits)))
    told += [(each.day, SettingsChanged(each.settings)) for each in history.settings]
    told += [(each.day, PainTold(each.day, each.score)) for each in history.pains]
    told += [
        (each.start, PauseBegun(each.start, Why.ILL, each.until))
        for each in history.pauses
        if each.until is None or each.until > each.start
    ]
    told += [(day, Cleared(day)) for day in history.cleared]
    for day, fact in told:
        if day <= today:
            store.append(at(day), fact)
    for run in history.runs:
        if run.day <= today:
            number = diary.begin(at(today), run.day)
            for name, value in attempt_to_json(run.attempt).items():
                if value is not None:
                    diary.answer(at(today), number, Question(name), value, By.TYPED)


def said(read: Snapshot, today: date) -> Any:
    course = read.course(today)
    return (
        next_json(course),
        course.outcomes,
        read.ahead(today),
        read.gone(date.min, today),
        read.strength_stage(today),
        read.attention_until,
    )


# Shrinking whole diaries on the disk would take minutes.
@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(lives(runs=6), st.integers(0, 12), st.integers(0, 9))
def test_a_round_trip_into_an_empty_home_changes_nothing(life: Life, ago: int, to: int) -> None:
    today = life.today
    with TemporaryDirectory() as here, TemporaryDirectory() as there:
        (old, store), (new, other) = an_empty_one(here), an_empty_one(there)
        try:
            moved = today - timedelta(days=ago)
            store.append(at(moved), RunMoved(moved, moved + timedelta(days=to)))
            put(old, store, life)
            for fact in (
                StrengthDone(moved),
                RunSkipped(moved),
                AgainstAdvice(moved),
                PainTold(moved, 2, During.STRENGTH),
                PauseBegun(today + timedelta(days=to), Why.AWAY),
            ):
                store.append(at(today), fact)
            document = json.loads(json.dumps(to_json(old.read().history)))
            new.add(at(today), from_json(document, today))
            assert said(new.read(), today) == said(old.read(), today)
            again = to_json(new.read().history)
            assert {**again, "settings": []} == {**document, "settings": []}
            # A second time there is nothing new.
            assert new.add(at(today), from_json(document, today)) == 0
            assert to_json(new.read().history) == again
        finally:
            store.close()
            other.close()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Diary]:
    diary, store = an_empty_one(str(tmp_path))
    yield diary
    store.close()


def test_what_init_asked_gives_way_to_a_whole_history(book: Diary) -> None:
    telling.begin_first(book, NOW, FIRST)
    told = ComebackBegun(date(2026, 9, 1), Injury.BONE, cause="hills", cause_minutes=60)
    book.add(NOW, Document(comebacks=(told,)))
    (comeback,) = book.read().history.comebacks
    assert (comeback.day, comeback.injury, comeback.cause) == (told.day, Injury.BONE, "hills")


def test_an_injury_before_the_last_one_is_refused_where_runs_were_made(book: Diary) -> None:
    telling.begin_first(book, NOW, FIRST)
    book.begin(NOW)
    earlier = ComebackBegun(date(2026, 9, 1), Injury.BONE)
    with pytest.raises(Problems, match="2026-09-01"):
        book.add(NOW, Document(comebacks=(earlier,), pains=(PainTold(TODAY, 3),)))
    assert not book.read().history.pains
    later = ComebackBegun(TODAY, Injury.BONE)
    book.add(NOW, Document(comebacks=(later,)))
    assert [each.injury for each in book.read().history.comebacks] == ["soft", "bone"]


def test_an_older_document_still_reads() -> None:
    document = from_json({"easeback": 1, "attempts": [], "strength_days": ["2026-03-02"]}, TODAY)
    assert document == Document(strength_days=frozenset({date(2026, 3, 2)}))


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("comebacks", {}, "comebacks: expected a list"),
        ("comebacks", [{"day": "2026-03-02"}], r"comebacks\[0\]: injury"),
        ("comebacks", [{"day": "2026-03-02", "injury": "bone", "corrects": 3}], "corrects"),
        (
            "comebacks",
            [{"day": "2026-03-02", "injury": "bone"}, {"day": "2026-03-01", "injury": "soft"}],
            r"comebacks\[1\].day: 2026-03-01 is before",
        ),
        ("settings", [{"day": "2026-03-02"}], r"settings\[0\]: expected"),
        (
            "settings",
            [{"day": "2026-03-02", "settings": {"goal_minutes": True}}],
            r"settings\[0\]: ",
        ),
        ("settings", [{"day": "2199-03-02", "settings": {}}], r"settings\[0\].day: .* future"),
        ("pains", [{"day": "2026-03-02", "score": 11}], r"pains\[0\]: score"),
        ("pains", [{"day": "2199-03-02", "score": 1}], r"pains\[0\]: day: .* future"),
        (
            "pauses",
            [{"start": "2026-03-02", "why": "ill", "until": "2026-03-02"}],
            r"pauses\[0\]: until: .* is not after",
        ),
        ("moves", [{"day": "2026-03-02", "to": "2026-03-01"}], r"moves\[0\]: to"),
        ("moved", [{"day": "2026-03-02", "to": "2026-03-03"}] * 2, "moved: expected one"),
        ("cleared", ["soon"], "cleared: expected a day"),
        ("against_advice", 3, "against_advice: expected a day"),
        ("reminders", [], "'reminders': unknown key"),
    ],
)
def test_what_is_wrong_with_a_document_is_said_with_its_place(
    key: str, value: Any, place: str
) -> None:
    with pytest.raises(Problems, match=place):
        from_json({"easeback": 1, key: value}, TODAY)
