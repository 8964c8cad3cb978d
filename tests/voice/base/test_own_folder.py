"""Folders are their owner's alone, those that were made before as well."""

import os
import stat
from pathlib import Path

from voice.base.own_folder import own_folder


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_a_folder_is_made_for_its_owner_alone_with_all_above_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = own_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert (mode(made), mode(made.parent)) == (0o700, 0o700)


def test_one_that_others_could_look_into_is_closed_to_them(tmp_path: Path) -> None:
    open_to_all = tmp_path / "a"
    open_to_all.mkdir(mode=0o755)
    assert mode(own_folder(open_to_all)) == 0o700
