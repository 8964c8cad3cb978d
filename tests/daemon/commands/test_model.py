"""Installing, using and removing a model, from a real server; the archive is the bundled model."""

import hashlib
import io
import json
import random
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from daemon.base.errors import CannotRun, EasebackError
from daemon.cli import main
from daemon.models.install import install
from tests.fakes.model_server import FileServer, serving
from voice.base.places import models_folder
from voice.ears import catalogue
from voice.ears.catalogue import BUNDLED, Archive

OUR_FILES = [path for path in sorted(BUNDLED.rglob("*")) if path.is_file()]


NONSENSE = random.Random(0).randbytes(4000)


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


GOOD = zipped(
    {f"vosk-model-x/{path.relative_to(BUNDLED)}": path.read_bytes() for path in OUR_FILES}
)


def damaged(method: int, place: int) -> bytes:
    """An archive of one packed file in which a byte of what is packed is another."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as packed:
        packed.writestr("x", NONSENSE * 3)
    content = bytearray(out.getvalue())
    content[place] ^= 0xFF
    return bytes(content)


def archive_of(content: bytes, url: str = "", name: str = "big") -> Archive:
    digest = hashlib.sha256(content).hexdigest()
    return Archive(name, "a test", "MIT", url, len(content), digest)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    with serving(GOOD) as server:
        listed = {"big": archive_of(GOOD, server.url)}
        monkeypatch.setattr(catalogue, "catalogue", lambda: listed)
        monkeypatch.setattr("daemon.models.download._PAUSE", 0.0)
        yield server


def installed_from(server: FileServer, archive: Archive | None = None) -> Path:
    return install(archive or archive_of(GOOD), server.url, lambda have, whole: None)


def left_over() -> list[str]:
    folder = models_folder()
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_from_the_network_to_the_ears_and_back(
    server: FileServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", "install", "big"]) == 0
    assert catalogue.in_use() == models_folder() / "big"
    assert left_over() == ["big", "in-use"]
    assert main(["model", "install", "big"]) == 2
    assert main(["model", "use", "tiny-en"]) == 0
    assert catalogue.in_use() == BUNDLED
    assert main(["model", "use", "big"]) == 0
    assert main(["model", "remove", "big"]) == 0
    assert catalogue.in_use() == BUNDLED
    assert "tiny-en listens" in capsys.readouterr().out
    assert left_over() == ["in-use"]


def test_a_model_without_a_choice_is_used_and_an_incomplete_one_is_not(server: FileServer) -> None:
    place = installed_from(server)
    assert catalogue.in_use() == place
    (place / catalogue.NEEDED[0]).unlink()
    assert catalogue.in_use() == BUNDLED


def test_the_list_tells_what_there_is(
    server: FileServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["name"], row["state"]) for row in rows] == [
        ("tiny-en", "in use"),
        ("big", "not installed"),
    ]
    assert main(["model", "list"]) == 0
    assert "tiny-en" in capsys.readouterr().out


def test_a_cut_line_goes_on_where_it_was(server: FileServer) -> None:
    server.cuts = [1000, 2000, 3000]
    installed_from(server)
    assert server.asked[0] == ""
    starts = [int(wanted[6:-1]) for wanted in server.asked[1:]]
    assert starts == [1000, 3000, 6000]


def test_a_second_install_goes_on_where_the_first_was_broken_off(server: FileServer) -> None:
    def interrupt(have: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(archive_of(GOOD), server.url, interrupt)
    assert left_over() == [".big.zip.part"]
    installed_from(server)
    assert server.asked[-1].startswith("bytes=")
    assert left_over() == ["big"]


def test_a_server_without_ranges_sends_it_all_again(server: FileServer) -> None:
    server.cuts, server.knows_ranges = [1000], False
    assert not catalogue.lacking(installed_from(server))


def test_a_line_that_brings_nothing_is_given_up(server: FileServer) -> None:
    server.cuts = [5000, *[0] * 20]
    with pytest.raises(CannotRun, match="What came so far is kept"):
        installed_from(server)
    assert (models_folder() / ".big.zip.part").stat().st_size == 5000


def test_a_server_that_is_not_there_and_one_that_refuses(server: FileServer) -> None:
    with pytest.raises(CannotRun, match="could not be fetched"):
        install(archive_of(GOOD), "http://127.0.0.1:9/model.zip", lambda have, whole: None)
    server.status = 404
    with pytest.raises(CannotRun, match="404"):
        installed_from(server)


@pytest.mark.parametrize(
    "spoilt", [GOOD[:99] + b"?" + GOOD[100:], GOOD + b"more", GOOD[:-9], b"<html>"]
)
def test_another_file_than_the_pinned_one_is_refused(server: FileServer, spoilt: bytes) -> None:
    server.content = spoilt
    with pytest.raises(CannotRun):
        installed_from(server)
    assert "big" not in left_over()
    assert catalogue.in_use() == BUNDLED


def link(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    "name", ["../../out", "/tmp/out", "a/../../out", "..\\out", "C:out", link("am")]
)
def test_what_leads_out_of_the_folder_is_refused(
    server: FileServer, tmp_path: Path, name: str | ZipInfo
) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr(name, b"/etc")
    server.content = out.getvalue()
    before = set(tmp_path.rglob("*"))
    with pytest.raises(CannotRun, match="leads out of its folder"):
        installed_from(server, archive_of(server.content))
    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(models_folder())}
    assert after <= before | {models_folder().parent, *models_folder().parents}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (zipped({"x/zeros": bytes(5_000_000)}), "more in it than a speech model"),
        (zipped({f"x/{number}": b"" for number in range(1001)}), "more in it"),
        (zipped({"x/readme": NONSENSE}), "not a complete model"),
        (b"PK no zip at all", "cannot be read"),
        (GOOD[: len(GOOD) // 2], "cannot be read"),
        *((damaged(ZIP_DEFLATED, place), "cannot be read") for place in (31, 33, 1000)),
        (damaged(ZIP_BZIP2, 50), "method of packing"),
        (zipped({f"x/{name}": NONSENSE for name in catalogue.NEEDED}), "does not run here"),
    ],
)
def test_an_archive_that_is_no_model_is_refused(
    server: FileServer, content: bytes, told: str
) -> None:
    server.content = content
    with pytest.raises(CannotRun, match=told):
        installed_from(server, archive_of(content))
    assert "big" not in left_over()


def test_a_disk_with_too_little_room_is_told_before_anything_is_fetched(
    server: FileServer,
) -> None:
    with pytest.raises(CannotRun, match="are needed"):
        install(archive_of(GOOD), server.url, lambda have, whole: None, lambda folder: 1000)
    assert server.asked == []


def test_a_disk_that_fills_up_meanwhile_keeps_what_came(server: FileServer) -> None:
    program = (
        "import resource, signal, sys; from tests.daemon.commands.test_model import *;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        f"install(archive_of(GOOD), {server.url!r}, lambda have, whole: None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "File too large" in done.stderr
    assert (models_folder() / ".big.zip.part").stat().st_size == 100_000


def test_from_a_file(tmp_path: Path, server: FileServer) -> None:
    file = tmp_path / "model.zip"
    file.write_bytes(GOOD)
    assert main(["model", "install", "big", "--from", str(file)]) == 0
    assert server.asked == []
    with pytest.raises(EasebackError, match="not found"):
        install(archive_of(GOOD), str(tmp_path / "no.zip"), lambda have, whole: None)


@pytest.mark.parametrize(
    "command", ["install huge", "remove huge", "remove tiny-en", "use huge", "remove ../x"]
)
def test_a_name_that_cannot_be_meant_is_refused(
    server: FileServer, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", *command.split()]) == 2
    assert command.split()[1] in capsys.readouterr().err


def test_at_a_terminal_a_bar_grows(
    server: FileServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["model", "install", "big"])
    assert "#" not in capsys.readouterr().out
    main(["model", "remove", "big"])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main(["model", "install", "big"])
    out = capsys.readouterr().out
    assert "[##############################]" in out


def test_what_ships_is_pinned() -> None:
    for archive in catalogue.catalogue().values():
        assert archive.url.startswith("https://")
        assert len(archive.sha256) == 64
        assert archive.licence
