"""A diary that 0609aa1 wrote still opens, and says the same but for what the course changes."""

import json
from typing import Any

import pytest

from daemon.cli import main
from daemon.diary.comeback_facts import FEW
from daemon.diary.facts import KINDS
from daemon.diary.ledger import ledger_of
from tests.daemon.diary import kept

TOLD = json.loads((kept.FOLDER / "told.json").read_text("utf-8"))


def answer(capsys: pytest.CaptureFixture[str], command: str) -> Any:
    kept.put()
    assert main(command.split()) == 0
    return json.loads(capsys.readouterr().out)


def test_every_fact_in_it_can_be_read() -> None:
    rows = kept.rows(kept.put())
    later = {"against_advice", *(kind.kind for kind in FEW)}
    assert KINDS.keys() - {row.kind for row in rows} == later
    assert ledger_of(rows).damaged == ()


def test_what_was_told_of_each_run_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    # Of the ninth of March no more is told than a warm-up.
    runs = [row for row in TOLD["history --json"] if row["day"] != "2026-03-09"]
    for now, then in zip(answer(capsys, "history --json"), runs, strict=True):
        assert (now["day"], now["attempt"]) == (then["day"], then["attempt"])
        assert now["decision"]["missing"] == then["decision"]["missing"]
        assert now["decision"]["rest_rule"] == then["decision"]["rest_rule"]


def test_what_it_decides(capsys: pytest.CaptureFixture[str]) -> None:
    """Not as then, by the clauses of the course.

    18.5 of 20 minutes are whole (C10), so the same again is 20 and not 18; 30 of 13 minutes are too
    much, with a rest day more (C7); the 8 holds running (C13).
    """
    rows = answer(capsys, "history --json")
    decided = [
        (
            row["target_minutes"],
            row["decision"]["load"],
            row["decision"]["rules"],
            row["decision"]["rest_days"],
            row["next"]["day"],
            row["next"]["minutes"],
        )
        for row in rows
    ]
    assert decided == [
        (20, "repeat", ["faded", "unknown"], 2, "2026-02-23", 20),
        # A quarter off the 18 that were run.
        (20, "drop", ["persistent"], 2, "2026-03-05", 13),
        (13, "repeat", ["unknown", "too_much"], 2, "2026-03-09", 13),
        (13, "drop", ["persistent", "unknown"], 2, None, 9),
    ]


def test_no_run_is_named_while_it_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    following = answer(capsys, "next --json")
    assert (following["day"], following["minutes"], following["easy"]) == (None, 9, True)
    assert (following["verdict"], following["held"]) == ("hold", True)
    status = answer(capsys, "status --json")
    assert (status["open"], status["next"]) == (None, following)
