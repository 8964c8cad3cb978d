"""A diary that 0609aa1 wrote says the same as it said then."""

import json

import pytest

from daemon.cli import main
from daemon.diary.facts import KINDS
from daemon.diary.ledger import ledger_of
from tests.daemon.diary import kept

TOLD = json.loads((kept.FOLDER / "told.json").read_text("utf-8"))


def test_it_holds_every_kind_and_each_can_be_read() -> None:
    rows = kept.rows(kept.put())
    assert {row.kind for row in rows} == KINDS.keys()
    assert ledger_of(rows).damaged == ()


@pytest.mark.parametrize("command", TOLD)
def test_it_says_the_same(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    kept.put()
    assert main(command.split()) == 0
    assert json.loads(capsys.readouterr().out) == TOLD[command]
