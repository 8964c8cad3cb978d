"""Places of the voice, by the XDG base directory specification."""

from collections.abc import Callable
from pathlib import Path

import pytest

from voice.base import places

PLACES = [places.data_folder, places.words_file, places.models_folder, places.personal_file]
PLACES.append(places.cache_folder)


@pytest.mark.parametrize("place", PLACES)
def test_a_variable_moves_it_and_a_relative_one_does_not(
    place: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    for variable in variables:
        monkeypatch.setenv(variable, str(tmp_path / variable))
    moved = place()
    assert any(moved.is_relative_to(tmp_path / name / "easeback") for name in variables)
    for variable in variables:
        monkeypatch.setenv(variable, "relative")
    assert place().is_relative_to(Path.home())
    assert place().name == moved.name
