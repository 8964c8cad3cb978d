"""A diary that 0609aa1 wrote, with every kind of fact in it, and ways to damage it on the disk."""

import shutil
from pathlib import Path

from daemon.base import paths
from daemon.diary.codec import FactRow
from daemon.diary.store import Store

FOLDER = Path(__file__).parent / "written_by_0609aa1"
COLUMNS = ("at", "kind", "data")


def put() -> Path:
    """Make it the diary of the home that the test has."""
    path = paths.store_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    for file in (*path.parent.glob(f"{path.name}*"), paths.checkpoint_file()):
        file.unlink(missing_ok=True)
    shutil.copy(FOLDER / "easeback.db", path)
    return path


def rows(path: Path) -> list[FactRow]:
    store = Store(path)
    try:
        return list(store.rows())
    finally:
        store.close()


def overwrite(path: Path, row: FactRow, column: str, start: int, new: bytes) -> None:
    """What a disk does: other bytes in the place of some of a row's text."""
    whole = path.read_bytes()
    texts = [getattr(row, name).encode() for name in COLUMNS]
    assert whole.count(b"".join(texts)) == 1
    before = sum(map(len, texts[: COLUMNS.index(column)]))
    assert start + len(new) <= len(texts[COLUMNS.index(column)])
    place = whole.index(b"".join(texts)) + before + start
    path.write_bytes(whole[:place] + new + whole[place + len(new) :])
