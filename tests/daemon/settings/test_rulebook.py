"""Which decision table is in force."""

from pathlib import Path

import pytest

from daemon.base import paths
from daemon.base.errors import Problems
from daemon.settings.rulebook import own_table, table_in_force
from rules.rulebook import default_text, load_rulebook


def test_the_shipped_one_where_the_runner_has_none() -> None:
    shipped = load_rulebook(default_text())
    assert [rule.id for rule in table_in_force().rules] == [rule.id for rule in shipped.rules]


def test_the_runner_s_own_where_there_is_one() -> None:
    own = paths.rules_file()
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(default_text().replace("rest_days = 2", "rest_days = 3"))
    assert table_in_force() == load_rulebook(own.read_text())


@pytest.mark.parametrize("content", [b"", b"\xff", b"[[rule]]", b"= 1"])
def test_what_is_no_table_is_refused_with_its_place(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "rules.toml"
    own.write_bytes(content)
    with pytest.raises(Problems, match=r"rules\.toml"):
        own_table(own)


def test_what_is_not_there_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(Problems, match=r"nowhere\.toml"):
        own_table(tmp_path / "nowhere.toml")


def test_a_link_that_leads_nowhere_is_not_the_shipped_one(tmp_path: Path) -> None:
    own = paths.rules_file()
    own.parent.mkdir(parents=True, exist_ok=True)
    own.symlink_to(tmp_path / "gone")
    with pytest.raises(Problems, match="a link to a file that is not there"):
        table_in_force()


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    own = tmp_path / "rules.toml"
    own.write_text(default_text(), encoding="utf-8-sig")
    assert own_table(own) == load_rulebook(default_text())
