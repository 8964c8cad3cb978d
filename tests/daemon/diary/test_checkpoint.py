"""The checkpoint never changes what is said: with it or without, the same facts say the same."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.base.errors import EasebackError
from daemon.diary import diary as diary_module
from daemon.diary import taking_back
from daemon.diary.checkpoint import load
from daemon.diary.codec import FactRow
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    During,
    Injury,
    PainTold,
    PauseBegun,
    PauseEnded,
    Why,
)
from daemon.diary.diary import Diary
from daemon.diary.fact import Fact
from daemon.diary.facts import By, RunSkipped
from daemon.diary.questions import Question
from daemon.diary.snapshot import Recent
from daemon.diary.store import Store
from daemon.settings.config import Config, PlanSection
from rules.rulebook import default_text, load_rulebook
from tests.daemon.diary.kept import COLUMNS

NOW = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Europe/Berlin"))
LAST, EARLIER = NOW.date() + timedelta(days=1), date(2025, 1, 5)
TABLE = load_rulebook(default_text())
SCORES = [0, 0, 0, 3, 8, None]
VALUES: dict[Question, list[Any]] = {
    Question.FADED: [True, False, None],
    Question.MINUTES: [20, 7.5, None],
    Question.DISTANCE: [{"value": 4, "unit": "mi"}, None],
}
# So many that there is a checkpoint at once.
MANY = [("begin", 3)] * 7
TOLD: list[Callable[[date], Fact]] = [
    Cleared,
    lambda day: PainTold(day, 8),
    lambda day: PainTold(day, 2, During.STRENGTH),
    lambda day: ComebackBegun(day, Injury.BONE, walks=True),
    lambda day: PauseBegun(max(day, date(2026, 1, 1)), Why.ILL),
    PauseEnded,
]
BEGIN = st.tuples(st.just("begin"), st.integers(-1, 40))
ACTS = st.one_of(
    *[BEGIN] * 3,
    st.tuples(
        st.just("answer"),
        st.integers(1, 12),
        st.sampled_from(Question),
        st.integers(0, 5),
    ),
    st.tuples(st.just("undo")),
    st.tuples(st.just("rules"), st.sampled_from([5, 10])),
    st.tuples(st.just("told"), st.integers(0, 700), st.integers(0, 5)),
    st.just(("earlier",)),
    st.just(("skipped",)),
)


def act(diary: Diary, what: tuple[Any, ...]) -> None:
    records = diary.read().history.records
    # Each act is an entry of its own, which undo takes back alone.
    now = NOW + timedelta(microseconds=len(diary._store.rows()))
    match what:
        case ("begin", days):
            newest = records[-1].day if records else date(2025, 1, 1)
            diary.begin(now, newest + timedelta(days=days))
        case ("answer", back, question, choice) if records:
            values: list[Any] = VALUES.get(question, SCORES)
            record = sorted(records, key=lambda known: known.id)[-min(back, len(records))]
            diary.answer(now, record.id, question, values[choice % len(values)], By.TYPED)
        case ("told", days, which):
            day = date(2025, 1, 1) + timedelta(days=days % 690)
            diary._store.append(now, TOLD[which](day))
        case ("skipped",):
            diary._store.append(now, RunSkipped(now.date()))
        case ("undo",):
            try:
                taking_back.undo(diary, now, diary.read())
            except EasebackError:
                assert not records


@settings(max_examples=150)
@given(acts=st.lists(ACTS, max_size=40))
def test_with_a_checkpoint_or_without_the_same_is_said(acts: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # A checkpoint after every second fact, so that short histories use it.
        patch.setattr(diary_module, "FRESH_FACTS", 1)
        store, file = Store(Path(folder) / "a.db"), Path(folder) / "checkpoint.json"
        config = Config()
        for what in [*MANY, *acts]:
            today = {"earlier": EARLIER, "skipped": NOW.date()}.get(what[0], LAST)
            if what[0] == "rules":
                config = Config(plan=PlanSection(increase_percent=what[1]))
            diary = Diary(store, config, TABLE, file)
            act(diary, what)
            assert said(diary.recent(today)) == said(diary.read().recent(today))
        store.close()


def said(recent: Recent) -> tuple[Any, ...]:
    """All of it but what led there."""
    now = recent.course
    return (
        recent.records,
        recent.damaged,
        recent.skipped,
        now.standing.state,
        now.standing.cleared,
        now.view(),
    )


def filled(tmp_path: Path) -> tuple[Store, Diary, Path]:
    store, file = Store(tmp_path / "a.db"), tmp_path / "cache" / "checkpoint.json"
    diary = Diary(store, Config(), TABLE, file)
    for number in range(110):
        diary.begin(NOW, date(2026, 1, 1) + timedelta(days=2 * number))
    return store, diary, file


def test_it_is_used_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, diary, file = filled(tmp_path)
    now = said(diary.recent(LAST))
    known = load(file)
    assert known
    assert known.fact == 112
    assert file.stat().st_mode & 0o077 == 0
    whole, read = store.rows, list[int]()

    def rows(after: int = 0) -> Sequence[FactRow]:
        read.append(after)
        return whole(after)

    monkeypatch.setattr(store, "rows", rows)
    assert said(diary.recent(LAST)) == now
    assert read == [112]


@settings(max_examples=60)
@given(data=st.data())
def test_any_bit_of_what_it_covers_makes_it_void(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store, diary, file = filled(Path(folder))
        diary.recent(LAST)
        known = load(file)
        assert known
        number = data.draw(st.integers(1, known.fact), "row")
        column = data.draw(st.sampled_from(COLUMNS), "column")
        row = store.row(number)
        assert row
        text = bytearray(getattr(row, column).encode())
        at = data.draw(st.integers(0, len(text) - 1), "place")
        text[at] ^= 1 << data.draw(st.integers(0, 7), "bit")
        change = f"UPDATE facts SET {column} = CAST(? AS TEXT) WHERE id = ?"
        store._db.execute(change, (bytes(text), number))
        assert said(diary.recent(LAST)) == said(diary.read().recent(LAST))
        store.close()


def test_it_moves_on_with_the_diary(tmp_path: Path) -> None:
    _, diary, file = filled(tmp_path)
    diary.recent(LAST)
    for number in range(110, 150):
        day = date(2026, 1, 1) + timedelta(days=2 * number)
        attempt = diary.begin(NOW, day)
        for question in (Question.WARMUP, Question.LATE, Question.NEXT_DAY):
            diary.answer(NOW, attempt, question, 0, By.TYPED)
    assert said(diary.recent(LAST)) == said(diary.read().recent(LAST))
    known = load(file)
    assert known
    assert known.fact == 112 + 40 * 4
    assert said(diary.recent(LAST)) == said(diary.read().recent(LAST))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": 1}', "\x00"])
def test_a_broken_one_is_no_fault(tmp_path: Path, text: str) -> None:
    _, diary, file = filled(tmp_path)
    now = said(diary.recent(LAST))
    file.write_text(text)
    assert said(diary.recent(LAST)) == now


def test_another_store_makes_it_void(tmp_path: Path) -> None:
    _, diary, file = filled(tmp_path)
    assert diary.recent(LAST).course.outcomes
    other = Diary(Store(tmp_path / "other.db"), Config(), TABLE, file)
    assert other.recent(LAST).course.standing.state.is_fresh


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    store, diary, _ = filled(tmp_path)
    (tmp_path / "taken").write_text("a file where the folder should be")
    blocked = Diary(store, Config(), TABLE, tmp_path / "taken" / "checkpoint.json")
    assert said(blocked.recent(LAST)) == said(diary.recent(LAST))


@pytest.mark.parametrize("fact", [2**70, 0, -1, None, "1"])
def test_one_at_a_number_that_no_fact_has_is_no_fault(tmp_path: Path, fact: object) -> None:
    _, diary, file = filled(tmp_path)
    before = said(diary.recent(LAST))
    file.write_text(json.dumps({**json.loads(file.read_text()), "fact": fact}))
    assert load(file) is None
    assert said(diary.recent(LAST)) == before
