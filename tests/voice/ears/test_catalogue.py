"""Which model listens, among those that are whole."""

from pathlib import Path

import pytest

from voice.base.places import models_folder
from voice.ears.catalogue import BUNDLED, NEEDED, catalogue, in_use, installed, lacking, use


def model(name: str, *without: str) -> Path:
    folder = models_folder() / name
    for needed in NEEDED:
        if needed not in without:
            (folder / needed).parent.mkdir(parents=True, exist_ok=True)
            (folder / needed).touch()
    return folder


def test_the_bundled_one_is_whole_and_listens_where_there_is_no_other() -> None:
    assert not lacking(BUNDLED)
    assert in_use() == BUNDLED


@pytest.mark.parametrize("needed", NEEDED)
def test_one_that_lacks_a_file_is_none(needed: str) -> None:
    assert lacking(model("half", needed)) == [needed]
    assert set(installed()) == {BUNDLED.name}
    use("half")
    assert in_use() == BUNDLED


def test_the_chosen_one_listens_as_long_as_it_is_there() -> None:
    model("one")
    two = model("two")
    assert in_use() == two
    use("one")
    assert in_use() == models_folder() / "one"
    use(BUNDLED.name)
    assert in_use() == BUNDLED
    use("gone")
    assert in_use() == two


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_a_choice_that_cannot_be_read_is_none(content: bytes) -> None:
    models_folder().mkdir(parents=True)
    (models_folder() / "in-use").write_bytes(content)
    assert in_use() == BUNDLED


def test_every_archive_is_pinned() -> None:
    assert catalogue()
    for archive in catalogue().values():
        assert len(archive.sha256) == 64
        assert archive.bytes > 1_000_000
        assert archive.url.startswith("https://")
