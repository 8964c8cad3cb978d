"""The checkpoint never changes what is said: with it or without, the same facts say the same."""

import json
from collections.abc import Sequence
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
from daemon.diary.checkpoint import load
from daemon.diary.codec import FactRow
from daemon.diary.diary import Diary
from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.diary.store import Store
from daemon.settings.config import Config, PlanSection
from rules.rulebook import default_text, load_rulebook
from tests.daemon.diary.kept import COLUMNS

NOW = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Europe/Berlin"))
TABLE = load_rulebook(default_text())
SCORES = [0, 0, 0, 3, 8, None]
VALUES: dict[Question, list[Any]] = {
    Question.FADED: [True, False, None],
    Question.MINUTES: [20, 7.5, None],
    Question.DISTANCE: [{"value": 4, "unit": "mi"}, None],
}
ACTS = st.one_of(
    st.tuples(st.just("begin"), st.integers(-3, 40)),
    st.tuples(
        st.just("answer"),
        st.integers(1, 12),
        st.sampled_from(Question),
        st.integers(0, 5),
    ),
    st.tuples(st.just("undo")),
    st.tuples(st.just("rules"), st.sampled_from([10, 20])),
)


def act(diary: Diary, what: tuple[Any, ...]) -> None:
    records = diary.read().history.records
    match what:
        case ("begin", days):
            newest = records[-1].day if records else date(2025, 1, 1)
            diary.begin(NOW, newest + timedelta(days=days))
        case ("answer", back, question, choice) if records:
            values: list[Any] = VALUES.get(question, SCORES)
            record = sorted(records, key=lambda known: known.id)[-min(back, len(records))]
            diary.answer(NOW, record.id, question, values[choice % len(values)], By.TYPED)
        case ("undo",):
            try:
                diary.undo(NOW, diary.read())
            except EasebackError:
                assert not records


@settings(max_examples=150)
@given(acts=st.lists(ACTS, max_size=60))
def test_with_a_checkpoint_or_without_the_same_is_said(acts: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # A checkpoint after every second fact, so that short histories use it.
        patch.setattr(diary_module, "FRESH_FACTS", 1)
        store, file = Store(Path(folder) / "a.db"), Path(folder) / "checkpoint.json"
        config = Config()
        for what in acts:
            if what[0] == "rules":
                config = Config(plan=PlanSection(increase_percent=what[1]))
            diary = Diary(store, config, TABLE, file)
            act(diary, what)
            assert diary.recent() == diary.read().recent
        store.close()


def filled(tmp_path: Path) -> tuple[Store, Diary, Path]:
    store, file = Store(tmp_path / "a.db"), tmp_path / "cache" / "checkpoint.json"
    diary = Diary(store, Config(), TABLE, file)
    for number in range(110):
        diary.begin(NOW, date(2026, 1, 1) + timedelta(days=2 * number))
    return store, diary, file


def test_it_is_used_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, diary, file = filled(tmp_path)
    before = diary.recent()
    known = load(file)
    assert known
    assert known.fact == 110
    assert file.stat().st_mode & 0o077 == 0
    whole, read = store.rows, list[int]()

    def rows(after: int = 0) -> Sequence[FactRow]:
        read.append(after)
        return whole(after)

    monkeypatch.setattr(store, "rows", rows)
    assert diary.recent() == before
    assert read == [110]


@settings(max_examples=60)
@given(data=st.data())
def test_any_bit_of_what_it_covers_makes_it_void(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store, diary, file = filled(Path(folder))
        diary.recent()
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
        assert diary.recent() == diary.read().recent
        store.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": 1}', "\x00"])
def test_a_broken_one_is_no_fault(tmp_path: Path, text: str) -> None:
    _, diary, file = filled(tmp_path)
    state = diary.recent().state
    file.write_text(text)
    assert diary.recent().state == state


def test_another_store_makes_it_void(tmp_path: Path) -> None:
    _, diary, file = filled(tmp_path)
    assert diary.recent().state.next_day
    other = Diary(Store(tmp_path / "other.db"), Config(), TABLE, file)
    assert other.recent().state == other.program.start()


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    store, diary, _ = filled(tmp_path)
    (tmp_path / "taken").write_text("a file where the folder should be")
    blocked = Diary(store, Config(), TABLE, tmp_path / "taken" / "checkpoint.json")
    assert blocked.recent() == diary.recent()


@pytest.mark.parametrize("fact", [2**70, 0, -1, None, "1"])
def test_one_at_a_number_that_no_fact_has_is_no_fault(tmp_path: Path, fact: object) -> None:
    _, diary, file = filled(tmp_path)
    before = diary.recent()
    file.write_text(json.dumps({**json.loads(file.read_text()), "fact": fact}))
    assert load(file) is None
    assert diary.recent() == before
