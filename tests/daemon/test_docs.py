"""The documentation: nothing that a runner can see is left out, and what is shown is true."""

import doctest
import inspect
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.base import clock, paths
from daemon.cli import main
from daemon.exchange.portable import from_json
from tests.reference import DOCS, PAGES, ROOT
from voice.base import places

TEXTS = {
    path: path.read_text("utf-8")
    for path in (
        *DOCS.glob("*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("training/*.md"),
        *ROOT.glob("voice/models/**/*.md"),
    )
}


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_program_says(name: str) -> None:
    assert PAGES[name]() == (DOCS / name).read_text("utf-8"), "run: make docs"


def test_every_page_is_in_the_index_and_every_link_leads_somewhere() -> None:
    index = TEXTS[DOCS / "README.md"]
    for path, text in TEXTS.items():
        if path.parent == DOCS and path.name != "README.md":
            assert f"({path.name})" in index
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_file_of_the_sources_that_a_page_names_is_there() -> None:
    houses = "|".join(house.name for house in ROOT.iterdir() if house.is_dir())
    named = re.compile(rf"`((?:{houses})/[a-z0-9_./-]+\.\w+)`")
    found = {(path.name, file) for path, text in TEXTS.items() for file in named.findall(text)}
    assert len(found) > 20
    assert {(page, file) for page, file in found if not (ROOT / file).exists()} == set()


def test_every_place_on_disk_is_in_the_privacy_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(Path.home()))
    text = TEXTS[DOCS / "privacy.md"]
    functions = [*inspect.getmembers(paths, inspect.isfunction), *inspect.getmembers(places)]
    for name, place in functions:
        if inspect.isfunction(place) and not name.startswith("_"):
            told = place()
            shown = f"~/{told.relative_to(Path.home())}"
            assert shown in text or told.name in text, f"{name}: {shown}"


def sources() -> str:
    """Everything that the program may say, as one line."""
    files = [*ROOT.glob("daemon/**/*"), *ROOT.glob("voice/**/*.py"), *ROOT.glob("voice/data/*")]
    text = " ".join(p.read_text("utf-8") for p in files if p.suffix in (".py", ".toml"))
    # Texts that go on in the next line of the source are one text.
    return re.sub(r"\s+", " ", re.sub(r'"\s*\n\s*f?"', "", text))


def test_every_message_in_the_troubleshooting_is_the_program_s() -> None:
    said = sources()
    messages = re.findall(r'\*\*"([^"]+)"\*\*', TEXTS[DOCS / "troubleshooting.md"])
    assert len(messages) > 10
    for message in messages:
        assert message in said, message


def shown(page: str) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks with the output shown for it."""
    for block in re.findall(r"```console\n(.*?)```", TEXTS[DOCS / page], re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.mark.parametrize("page", [p.name for p in TEXTS if p.parent == DOCS])
def test_what_a_page_shows_is_what_happens(
    page: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    checker = doctest.OutputChecker()
    for command, output in shown(page):
        program, *arguments = shlex.split(command)
        assert program == "easeback"
        main(arguments)
        told = "".join(capsys.readouterr())
        assert checker.check_output(output, told, doctest.ELLIPSIS), f"{command}\n{told}"


def test_the_shown_diary_is_one() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXTS[DOCS / "data-formats.md"], re.DOTALL)
    document = from_json(json.loads(example), clock.now().date())
    assert len(document.entries) == 1
    assert len(document.strength_days) == 1


@pytest.mark.parametrize(
    "command",
    [
        *("log --warmup 0", "undo", "skip", "snooze 45m", "strength done"),
        *("next", "status", "history", "plan", "report", "doctor"),
    ],
)
def test_the_keys_of_json_answers_are_told(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main("log --at yesterday --warmup 0 --late 0".split())
    capsys.readouterr()
    assert main([*command.split(), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    found = value[0] if isinstance(value, list) else value
    rows = TEXTS[DOCS / "data-formats.md"].partition("What commands answer")[2].splitlines()
    name = command if command == "strength done" else command.split(maxsplit=1)[0]
    row = next(row for row in rows if f"`{name}`" in "".join(row.split("|")[1:2]))
    keys = {"state", "detail"} if name == "doctor" else set(found)
    assert not [key for key in keys if f"`{key}`" not in row]
