"""The fault harness at a small size, and that it would notice a loss."""

import sqlite3
import tempfile
from pathlib import Path

import pytest

from benchmarks.chaos import Run, examine, torment


def test_nothing_acknowledged_is_lost_by_being_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    with tempfile.TemporaryDirectory() as folder:
        runner = torment(Path(folder), kills=10, seed=5)
        store = Path(folder) / "xdg_data_home" / "easeback" / "easeback.db"
        faults = examine(store, runner)
        assert runner.counts["kills"] == 10
        assert runner.counts["gone on with"] > 0
        assert runner.counts["acknowledged"] > 10
        assert not any(faults.values()), faults
        _spoil(store)
        spoilt = examine(store, runner)
    assert (spoilt["lost"], spoilt["doubled"]) == (1, 1)


def _spoil(store: Path) -> None:
    """Forget one answer and double another."""
    with sqlite3.connect(store) as db:
        db.execute("DELETE FROM facts WHERE id = (SELECT min(id) FROM facts WHERE kind = 'answer')")
        db.execute(
            "INSERT INTO facts (at, kind, data) SELECT at, kind, data FROM facts "
            "WHERE id = (SELECT min(id) FROM facts WHERE kind = 'answer')"
        )
    db.close()


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ({}, "warmup"),
        ({"warmup": 0}, "late"),
        ({"warmup": 3}, "faded"),
        ({"warmup": 3, "faded": None, "late": 0, "minutes": 25}, "distance"),
        ({"warmup": 0, "late": 0, "minutes": 25, "distance": {}}, None),
    ],
)
def test_the_harness_knows_the_dialogue(told: dict[str, object], question: str | None) -> None:
    assert Run(told=told).expected() == question
