"""What a script hands over is read whole, or every fault of it is named with its place."""

import io
from pathlib import Path
from typing import Any

import pytest

from daemon.base.errors import Problems
from daemon.commands.json_input import one_or_many, read_input
from rules.model import RulesError


def even(value: Any, place: str = "number") -> int:
    if value % 2:
        raise RulesError([f"{place}: is odd"])
    return int(value)


def test_a_file_and_standard_input_are_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "numbers.json"
    file.write_text("[2, 4]")
    monkeypatch.setattr("sys.stdin", io.StringIO("[2, 4]"))
    assert read_input(str(file)) == read_input(None) == [2, 4]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"[2", "not JSON"), (b"\xff", "not UTF-8"), (b'{"a": 1, "a": 2}', "a: given twice")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "numbers.json"
    file.write_bytes(data)
    with pytest.raises(Problems) as refused:
        read_input(str(file))
    assert str(file) in str(refused.value)
    assert why in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="nowhere"):
        read_input(str(tmp_path / "nowhere"))


def test_one_value_stays_one_and_a_list_a_list() -> None:
    assert one_or_many(2, "numbers", even) == ([2], False)
    assert one_or_many([2, 4], "numbers", even) == ([2, 4], True)


def test_every_fault_of_a_list_is_named_at_once() -> None:
    with pytest.raises(Problems) as refused:
        one_or_many([1, 2, 3], "numbers", even)
    assert "numbers[0]: is odd" in str(refused.value)
    assert "numbers[2]: is odd" in str(refused.value)


def test_a_byte_order_mark_is_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "numbers.json"
    file.write_bytes(b"\xef\xbb\xbf[2, 4]")
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeff[2, 4]"))
    assert read_input(str(file)) == read_input(None) == [2, 4]
