"""Every place follows the XDG base directory specification."""

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


def test_locks_are_in_the_runtime_folder_where_it_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert paths.control_socket().parent == tmp_path / "easeback"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    assert paths.control_socket().parent == paths.store_file().parent
