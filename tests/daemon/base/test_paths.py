"""Every place follows the XDG base directory specification."""

import os
from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from daemon.base import paths

PLACES = [place for name, place in getmembers(paths, isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("place", PLACES)
def test_places_move_with_the_variables_and_differ(
    place: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in paths.VARIABLES:
        monkeypatch.setenv(variable, str(tmp_path / variable))
    assert place().parts[: len(tmp_path.parts) + 1] in {
        (tmp_path / variable).parts for variable in paths.VARIABLES
    }
    # The specification has relative paths ignored.
    for variable in paths.VARIABLES:
        monkeypatch.setenv(variable, "relative")
    assert place().is_relative_to(Path.home())


def test_no_two_files_are_one() -> None:
    files = [place() for place in PLACES if place is not paths.runtime_folder]
    assert len(set(files)) == len(files)


def test_the_socket_is_in_the_runtime_folder_where_it_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert paths.control_socket().parent == tmp_path / "easeback"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    assert paths.control_socket().parent == paths.store_file().parent


@pytest.mark.parametrize("planted", ["a link", "a file", "another user's"])
def test_a_runtime_folder_that_is_not_ones_own_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "easeback"
    match planted:
        case "a link":
            folder.symlink_to(tmp_path)
        case "a file":
            folder.touch()
        case _:
            folder.mkdir()
            us = os.getuid()
            monkeypatch.setattr(os, "getuid", lambda: us + 1)
    assert paths.control_socket().parent == paths.store_file().parent
