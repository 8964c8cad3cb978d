"""Commands that write: all of it or nothing, and as if each ran alone.

The benchmarks of the same names do it at every call, with every command, again and again.
"""

from pathlib import Path

import pytest

from benchmarks import at_once, whole_or_not
from tests.processes import need


def test_a_run_is_stored_with_all_its_answers_or_not_at_all(tmp_path: Path) -> None:
    need("strace")
    home = whole_or_not.Home(tmp_path)
    assert list(whole_or_not.faults(home, whole_or_not.COMMANDS["log"], step=3)) == []


@pytest.mark.parametrize("pair", [(at_once.IMPORT, at_once.IMPORT), (("undo",), ("undo",))])
def test_two_commands_at_once_are_as_one_after_the_other(
    tmp_path: Path, pair: at_once.Pair
) -> None:
    home = whole_or_not.Home(tmp_path)
    assert [at_once.at_once(home, pair) for _ in range(2)] == ["", ""]


def test_two_first_commands_make_one_diary(tmp_path: Path) -> None:
    home = whole_or_not.Home(tmp_path)
    assert [at_once.at_once(home, at_once.FIRST, new=True) for _ in range(3)] == [""] * 3


def test_a_restore_that_is_killed_leaves_the_old_diary_or_the_new_one(tmp_path: Path) -> None:
    need("strace")
    home = whole_or_not.Home(tmp_path)
    restore = whole_or_not.COMMANDS["restore"]
    assert list(whole_or_not.faults(home, restore, 2, ("link", "unlink", "rename"))) == []
