"""Every sentence comes from the words file: none is missing, unused, or lacks a placeholder."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
import tomli

from daemon import words
from daemon.table import in_words
from rules.rulebook import default_text, load_rulebook

SOURCES = sorted((Path(__file__).parents[2] / "daemon").glob("*.py"))
TABLE = {
    f"{section}.{name}": text
    for section, sentences in tomli.loads(
        (files("daemon") / "data" / "words.toml").read_text("utf-8")
    ).items()
    for name, text in sentences.items()
}


@dataclass(frozen=True)
class Use:
    """A call of words(): the keys that it may ask for, and the values that it gives."""

    place: str
    pattern: str
    values: frozenset[str]


def uses(path: Path) -> Iterator[Use]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id != "words":
                continue
            values = frozenset(keyword.arg or "" for keyword in node.keywords)
            for key in branches(node.args[0]):
                if pattern := pattern_of(key):
                    yield Use(f"{path.name}:{node.lineno}", pattern, values)


def branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from branches(node.body)
        yield from branches(node.orelse)
    else:
        yield node


def pattern_of(node: ast.expr) -> str:
    """A regular expression of the keys; "" where they are in a variable."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_0-9-]+"
            for part in node.values
        )
        return "".join(parts)
    return ""


def keys(path: Path) -> Iterator[str]:
    """All texts in the source that look like keys, those with something to fill in as patterns."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in parts:
            pattern = pattern_of(node)
            if re.fullmatch(r"[a-z_]+\\\.[][a-z_0-9+-]+", pattern):
                yield pattern


USES = [use for path in SOURCES for use in uses(path)]
TEMPLATE = (files("daemon") / "data" / "report.html").read_text("utf-8")
KEYS = {
    *(key for path in SOURCES for key in keys(path)),
    *map(re.escape, re.findall(r'"(\w+\.\w+)"', TEMPLATE)),
}


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.pattern}")
def test_what_is_asked_for_is_there_and_gets_its_values(use: Use) -> None:
    found = [key for key in TABLE if re.fullmatch(use.pattern, key)]
    assert found, f"{use.place}: no sentence {use.pattern}"
    # Where the key is made up, its values are for some of the sentences that it could name.
    fitting = [key for key in found if words.placeholders(TABLE[key]) <= use.values]
    assert fitting if len(found) > 1 else fitting == found


def test_every_sentence_is_used() -> None:
    whole = re.compile("|".join(sorted({*KEYS, *(use.pattern for use in USES)})))
    assert [key for key in TABLE if not whole.fullmatch(key)] == []


def test_every_key_is_there() -> None:
    sections = {key.partition(".")[0] for key in TABLE}
    files = ("html", "ics", "json", "py")
    named = [k for k in KEYS if k.partition("\\")[0] in sections and not k.endswith(files)]
    assert [key for key in named if not any(re.fullmatch(key, one) for one in TABLE)] == []


def test_the_reasons_are_those_of_the_shipped_table() -> None:
    book = load_rulebook(default_text())
    assert in_words(book) == book
