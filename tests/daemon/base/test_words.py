"""Every sentence comes from a words file: none is missing, unused, or lacks a placeholder."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
import tomli

from daemon.settings.rulebook import in_words
from rules.rulebook import default_text, load_rulebook
from voice.base.words import placeholders, ways
from voice.ears.catalogue import BUNDLED, catalogue

ROOT = Path(__file__).parents[3]
SOURCES = {name: sorted((ROOT / name).rglob("*.py")) for name in ("voice", "daemon")}


def table(package: str) -> dict[str, str]:
    """Every sentence by its key, all the ways to say it together."""
    text = (files(package) / "data" / "words.toml").read_text("utf-8")
    return {
        f"{section}.{name}": " ".join(ways(sentence))
        for section, sentences in tomli.loads(text).items()
        for name, sentence in sentences.items()
    }


# The daemon stands on the voice and has its sentences too.
TABLES = {"voice": table("voice"), "daemon": table("voice") | table("daemon")}
TABLE = TABLES["daemon"]


@dataclass(frozen=True)
class Use:
    """A call of words(): the keys that it may ask for, and the values that it gives."""

    package: str
    place: str
    pattern: str
    values: frozenset[str]


def uses(package: str, path: Path) -> Iterator[Use]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id != "words":
                continue
            values = frozenset(keyword.arg or "" for keyword in node.keywords)
            for key in branches(node.args[0]):
                if pattern := pattern_of(key):
                    yield Use(package, f"{path.name}:{node.lineno}", pattern, values)


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


USES = [use for package, paths in SOURCES.items() for path in paths for use in uses(package, path)]
TEMPLATE = (files("daemon") / "data" / "report.html").read_text("utf-8")
KEYS = {package: {key for path in SOURCES[package] for key in keys(path)} for package in SOURCES}
KEYS["daemon"] |= set(map(re.escape, re.findall(r'"(\w+\.\w+)"', TEMPLATE)))


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.package} {use.place} {use.pattern}")
def test_what_is_asked_for_is_there_and_gets_its_values(use: Use) -> None:
    table = TABLES[use.package]
    found = [key for key in table if re.fullmatch(use.pattern, key)]
    assert found, f"{use.place}: no sentence {use.pattern}"
    # Where the key is made up, its values are for some of the sentences that it could name.
    fitting = [key for key in found if placeholders(table[key]) <= use.values]
    assert fitting if len(found) > 1 else fitting == found


def test_every_sentence_is_used() -> None:
    # Of the grammar, the numbers are there for the daemon and form and point for the file itself.
    asked = {*KEYS["voice"], *KEYS["daemon"], *(use.pattern for use in USES)}
    whole = re.compile("|".join(sorted({*asked, r"number\.(form|point)"})))
    assert [key for key in TABLE if not whole.fullmatch(key)] == []


@pytest.mark.parametrize("package", SOURCES)
def test_every_key_is_there(package: str) -> None:
    sections = {key.partition(".")[0] for key in TABLES[package]}
    files = ("html", "ics", "json", "py", "wav")
    named = [k for k in KEYS[package] if k.partition("\\")[0] in sections and not k.endswith(files)]
    assert [k for k in named if not any(re.fullmatch(k, one) for one in TABLES[package])] == []


def test_both_files_one_after_the_other_are_a_language_file() -> None:
    texts = [(files(name) / "data" / "words.toml").read_text("utf-8") for name in SOURCES]
    whole = tomli.loads("\n".join(texts))
    assert sum(map(len, whole.values())) == len(TABLE) == len(table("voice")) + len(table("daemon"))


def test_every_model_is_described() -> None:
    described = {key.partition(".")[2] for key in TABLE if key.startswith("about.")}
    assert described == {BUNDLED.name, *catalogue()}


# What a program that talks to the voice child did wrong is for who wrote it.
MISUSE = {"bad request: "}


def test_no_reason_is_written_in_the_code_of_the_voice() -> None:
    raised = {"VoiceError", "RecordingError", "VoiceFailed", "OSError", "Part", "Failed", "exit"}
    written = []
    for node in (
        node for path in SOURCES["voice"] for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            texts = [text for text in ast.walk(node) if isinstance(text, ast.Constant)]
            if name in raised:
                written += [str(text.value) for text in texts if " " in str(text.value)]
    assert set(written) - {", "} == MISUSE


# English in the code, as docs/sessions.md has it: the help of commands, what is wrong with an input
# or a file, the control protocol, and the log.
ENGLISH = {
    *("add_parser", "add_argument", "Check", "line"),
    *("EasebackError", "Problems", "ValueError", "ArgumentTypeError", "BadZipFile"),
    *("BadFrame", "Refused", "Unfit"),
    *("debug", "info", "warning", "error", "critical", "exception"),
}
ENGLISH_FILES = {
    "daemon/__init__.py",  # told where the words file is out of reach
    # What is wrong with a day, a time or an amount that was typed.
    *("daemon/base/typed_dates.py", "daemon/base/typed_amounts.py"),
    "daemon/commands/parser.py",  # what argparse says
    # What is wrong with a fact that is handed in or stored.
    *("daemon/diary/codec.py", "daemon/diary/facts.py", "daemon/diary/forms.py"),
    "daemon/rehearsal/transcript.py",  # for who tries easeback out, beside its JSON
    "daemon/settings/fields.py",  # what a setting or a request takes
}
# For programs: names in JSON, values that stand in files, words of other programs.
NAMES = {
    *("echo cancelling", "time zone", "do not disturb", "damaged entries"),
    *("all goes well", "not installed", "how long", "not known", "not sure"),
    *("sudo apt install", "sudo dnf install", "sudo zypper install", "sudo pacman -S"),
    *("sudo apk add", "standard input", "malformed JSON", "a doctor or a physiotherapist"),
}
SENTENCE = re.compile(
    r"(?!\s*(SELECT|INSERT|CREATE|PRAGMA|BEGIN)\b).*?[^\W\d_]{2,} [^\W\d_]{2,}", re.DOTALL
)


def sentences(node: ast.AST) -> Iterator[str]:
    """Texts of two words or more that are neither documentation nor English on purpose."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in ENGLISH or ast.unparse(node.func).startswith("problems."):
            return
    if isinstance(node, ast.FunctionDef) and node.name.lstrip("_").startswith("add_"):
        return
    if isinstance(node, ast.Assign | ast.AugAssign | ast.NamedExpr):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if [ast.unparse(target) for target in targets] == ["problems"]:
            return
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        if SENTENCE.match(text):
            yield text
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if SENTENCE.match(node.value):
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from sentences(child)


def test_what_a_runner_is_told_is_written_in_the_words_file_alone() -> None:
    left = {
        f"{place}: {text}"
        for path in SOURCES["daemon"]
        if (place := str(path.relative_to(ROOT))) not in ENGLISH_FILES
        for text in sentences(ast.parse(path.read_text("utf-8")))
        if text not in NAMES
    }
    assert left == set()


def test_the_reasons_are_those_of_the_shipped_table() -> None:
    book = load_rulebook(default_text())
    assert in_words(book) == book
