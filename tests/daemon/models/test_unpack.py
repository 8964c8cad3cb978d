"""ZIP files of any content come out as they are, or not at all. Damage: commands/test_model.py."""

import stat
import tempfile
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.base.errors import CannotRun
from daemon.models.unpack import MOST_FILES, unpack

names = st.text("abc", min_size=1, max_size=3)


def packed(folder: Path, files: dict[str, bytes]) -> Path:
    archive = folder / "packed.zip"
    with ZipFile(archive, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return archive


@given(st.dictionaries(names.map("model/{}".format), st.binary(max_size=99), max_size=5))
def test_what_was_packed_is_unpacked(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        into = Path(name) / "into"
        into.mkdir()
        unpack(packed(Path(name), files), into, 1000)
        found = {str(p.relative_to(into)): p.read_bytes() for p in into.rglob("*") if p.is_file()}
    assert found == files


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\x", "C:x"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "into").mkdir()
    archive = packed(tmp_path, {"good": b"", name: b""})
    with pytest.raises(CannotRun):
        unpack(archive, tmp_path / "into", 1000)
    assert not list((tmp_path / "into").iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"into", archive.name}


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive, entry = tmp_path / "packed.zip", ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(archive, "w") as out:
        out.writestr(entry, "/etc/passwd")
    with pytest.raises(CannotRun, match="link"):
        unpack(archive, tmp_path, 1000)


@pytest.mark.parametrize(
    "files", [{"big": bytes(1001)}, {str(n): b"" for n in range(MOST_FILES + 1)}]
)
def test_more_than_a_model_has_is_refused_before_anything_is_written(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    (tmp_path / "into").mkdir()
    with pytest.raises(CannotRun):
        unpack(packed(tmp_path, files), tmp_path / "into", 1000)
    assert not list((tmp_path / "into").iterdir())
