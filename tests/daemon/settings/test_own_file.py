"""A file of the runner's own is read, or its fault is named; none is passed over."""

from pathlib import Path

import pytest

from daemon.base.errors import Problems
from daemon.settings.own_file import own_text


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[runner]\ninjury_weeks = 6\n")
    assert own_text(file) == "[runner]\ninjury_weeks = 6\n"


@pytest.mark.parametrize("linked", ["config.toml", "."])
def test_a_link_that_leads_nowhere_is_no_file_that_is_missing(tmp_path: Path, linked: str) -> None:
    folder = tmp_path / "easeback"
    if linked == ".":
        folder.symlink_to(tmp_path / "gone")
    else:
        folder.mkdir()
        (folder / linked).symlink_to(tmp_path / "gone")
    with pytest.raises(Problems, match="a link to a file that is not there"):
        own_text(folder / "config.toml")


def test_what_is_not_there_is_none_and_what_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert own_text(tmp_path / "none.toml") is None
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    for path in (tmp_path / "bytes.toml", tmp_path):
        with pytest.raises(Problems, match="cannot be read"):
            own_text(path)
