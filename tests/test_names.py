"""One word, one meaning: no two classes of the house are called the same."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_class_has_a_name_of_its_own() -> None:
    names = Counter(
        node.name
        for house in ("daemon", "rules", "voice")
        for source in (ROOT / house).rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    # What the child heard and what the client makes of it are one thing; they become one class.
    assert [name for name, count in names.items() if count > 1 and name != "Heard"] == []
