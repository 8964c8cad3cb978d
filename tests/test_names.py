"""One word, one meaning: no two classes of daemon and voice are called the same."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]

# The same thing on two floors: what a session wishes is what the voice child is asked for, and a
# line that is no message is one on either wire.
SAME = {"Say", "Adjust", "BadFrame"}


def test_every_class_has_a_name_of_its_own() -> None:
    names = Counter(
        node.name
        for house in ("daemon", "voice")
        for source in (ROOT / house).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in names.items() if count > 1} == SAME
