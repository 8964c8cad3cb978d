"""Which copies of a diary stay."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from daemon.diary.copies import MOST_BYTES, Copy, copy_at, richest, staying

TODAY = date(2026, 3, 2)


def copy(days_ago: int, facts: int = 9, size: int = 1000) -> Copy:
    day = TODAY - timedelta(days=days_ago)
    return Copy(Path(f"easeback-{day}.db"), day, size, facts, "")


def ages(kept: Iterable[Path]) -> list[int]:
    return sorted((TODAY - date.fromisoformat(path.stem[9:])).days for path in kept)


def test_days_weeks_and_months_stay() -> None:
    """The second of March is a Monday: then the Sundays before, then the ends of the months."""
    kept = ages(staying([copy(ago) for ago in range(730)], TODAY))
    assert kept[:13] == [0, 1, 2, 3, 4, 5, 6, 8, 15, 22, 30, 61, 92]
    assert len(kept) == 20


def test_within_what_they_may_take_some_days_a_week_and_a_month_stay() -> None:
    all_ = [copy(ago, size=MOST_BYTES // 4) for ago in range(100)]
    assert ages(staying(all_, TODAY)) == [0, 1, 2, 8]


each = st.builds(
    copy, st.integers(-400, 4000), st.integers(0, 40_000), st.integers(1000, MOST_BYTES * 2)
)


@given(st.lists(each, unique_by=lambda copy: copy.day, min_size=1))
def test_the_newest_and_the_richest_stay_and_the_rest_has_room(all_: list[Copy]) -> None:
    kept = staying(all_, TODAY)
    best = richest(all_)
    assert best is not None
    held = {best.path}
    if past := [each for each in all_ if each.day <= TODAY]:
        held.add(max(past, key=lambda each: each.day).path)
    assert held <= kept
    sizes = {each.path: each.size for each in all_}
    assert sum(sizes[path] for path in kept) <= max(MOST_BYTES, sum(sizes[path] for path in held))
    # Whoever tidies every day arrives at the same.
    assert staying([each for each in all_ if each.path in kept], TODAY) == kept


def test_what_cannot_be_read_has_no_entries(tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(b"rubbish" * 99)
    found = copy_at(tmp_path / "rubbish")
    assert found is not None
    assert found.facts == 0
    assert copy_at(tmp_path / "nowhere") is None
