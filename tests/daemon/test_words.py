"""Every sentence comes from the words file: none is missing, unused, or lacks a placeholder."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
import tomli

from daemon import paths, words

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


def strings(path: Path) -> Iterator[str]:
    """All texts in the source, those with something to fill in as patterns."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            yield pattern_of(node)


USES = [use for path in SOURCES for use in uses(path)]


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.pattern}")
def test_what_is_asked_for_is_there_and_gets_its_values(use: Use) -> None:
    found = [key for key in TABLE if re.fullmatch(use.pattern, key)]
    assert found, f"{use.place}: no sentence {use.pattern}"
    # Where the key is made up, its values are for some of the sentences that it could name.
    fitting = [key for key in found if words.placeholders(TABLE[key]) <= use.values]
    assert fitting if len(found) > 1 else fitting == found


def test_every_sentence_is_used() -> None:
    patterns = {text for path in SOURCES for text in strings(path) if "\\." in text}
    whole = re.compile("|".join(sorted(patterns)))
    assert [key for key in TABLE if not whole.fullmatch(key)] == []


@pytest.fixture
def own_words() -> Iterator[Path]:
    file = paths.words_file()
    file.parent.mkdir(parents=True)
    words._table.cache_clear()
    yield file
    words._table.cache_clear()


def test_another_language_is_a_file(own_words: Path) -> None:
    own_words.write_text('[dialogue]\nnoted = "{answer}, notiert."\n')
    assert words.words("dialogue.noted", answer="Drei") == "Drei, notiert."
    assert words.words("routine.half") == TABLE["routine.half"]


def test_a_language_file_with_faults_names_them_all(own_words: Path) -> None:
    own_words.write_text(
        '[dialogue]\nnoted = "{anser}"\nconfirm = "{"\nnoticed = "x"\n[routin]\nhalf = "x"\n'
    )
    with pytest.raises(words.WordsError) as caught:
        words.words("routine.half")
    for name in ("dialogue.noted", "dialogue.confirm", "dialogue.noticed", "routin:"):
        assert name in str(caught.value)
