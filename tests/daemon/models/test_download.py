"""A file from a line that is cut anywhere arrives whole. More of it: commands/test_model.py."""

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from daemon.base.errors import CannotRun
from daemon.models import download
from daemon.models.download import fetch, verify
from tests.fakes.model_server import serving
from voice.ears.catalogue import Archive

CONTENT = bytes(range(256)) * 8


def archive(content: bytes = CONTENT) -> Archive:
    return Archive("big", "", "", "", len(content), hashlib.sha256(content).hexdigest())


@hypothesis_settings(max_examples=15)
@given(st.lists(st.integers(1, 700), max_size=4), st.integers(0, len(CONTENT)), st.booleans())
def test_it_goes_on_where_it_was_cut(cuts: list[int], have: int, ranges: bool) -> None:
    told: list[tuple[int, int]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(CONTENT) as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(download, "_PAUSE", 0.0)
        server.cuts, server.knows_ranges = cuts, ranges
        part = Path(folder) / "part"
        part.write_bytes(CONTENT[:have])
        fetch(archive(), server.url, part, lambda *progress: told.append(progress))
        assert part.read_bytes() == CONTENT
    assert all(0 < got <= whole == len(CONTENT) for got, whole in told)


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", CONTENT[:-1] + b"x"])
def test_another_file_is_not_kept(tmp_path: Path, content: bytes) -> None:
    part = tmp_path / "part"
    part.write_bytes(content)
    with pytest.raises(CannotRun):
        verify(archive(), part)
    assert not part.exists()
