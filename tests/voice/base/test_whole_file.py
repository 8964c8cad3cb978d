"""A file is the old one or the new one, whatever happens while it is written."""

import errno
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.processes import need
from voice.base.whole_file import whole, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_the_new_one_takes_the_place_of_the_old_one_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_whole(file, "old")
    with whole(file) as made:
        made.write_text("ne")
        assert file.read_text() == "old"
        made.write_text("new")
    assert file.read_text() == "new"
    assert names(tmp_path) == ["kept"]


def test_who_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_whole(file, b"old")

    def fail() -> None:
        with whole(file) as made:
            made.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["kept"]


def test_it_is_private_and_keeps_the_mode_that_it_was_given(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        write_whole(tmp_path / "mine", "a")
        assert mode(tmp_path / "mine") == 0o600
        (tmp_path / "mine").chmod(0o640)
        write_whole(tmp_path / "mine", "b")
        assert mode(tmp_path / "mine") == 0o640
    finally:
        os.umask(mask)


def test_a_link_stays_a_link_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    write_whole(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    write_whole(pipe, "told")
    reader.join(30)
    assert read == ["told"]
    assert pipe.is_fifo()


WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from voice.base.whole_file import whole
with whole(Path(sys.argv[1])) as made:
    made.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_is_killed_leaves_the_old_one_and_is_swept_after_later(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_whole(file, "old")
    done = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(file)], check=False)
    assert done.returncode == -9
    assert file.read_text() == "old"
    (left,) = (path for path in tmp_path.iterdir() if path != file)
    write_whole(file, "another who writes at the moment is left alone")
    assert left.exists()
    os.utime(left, (0, 0))
    write_whole(file, "new")
    assert names(tmp_path) == ["kept"]


WRITE = """
import sys
from pathlib import Path
from voice.base.whole_file import write_whole
try:
    write_whole(Path(sys.argv[1]), "new")
except OSError as error:
    sys.exit(error.errno)
"""


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_full_disk_leaves_the_old_one_and_nothing_else(tmp_path: Path, call: str) -> None:
    need("strace")
    file = tmp_path / "kept"
    write_whole(file, "old")
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error=ENOSPC"]
    program = [sys.executable, "-B", "-c", WRITE, str(file)]
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", *inject, *program], check=False)
    assert done.returncode == errno.ENOSPC
    assert file.read_text() == "old"
    assert names(tmp_path) == ["kept"]


def test_nobody_writes_a_file_in_another_way() -> None:
    root = Path(__file__).parents[3]
    writes = re.compile(r"\.write_(text|bytes)\(|\.(replace|rename)\((path|file|place|store|to)\)")
    found = {
        str(source.relative_to(root))
        for folder in ("daemon", "voice")
        for source in (root / folder).rglob("*.py")
        if writes.search(source.read_text("utf-8"))
    }
    assert found == {
        "daemon/models/install.py",  # whole folders
        "voice/base/whole_file.py",
    }
