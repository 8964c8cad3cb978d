"""One word, one meaning: no two classes or types of the house are called the same."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

# The same thing on two floors: what a session wishes is what the voice child is asked for, and a
# request, or a line that is none, is one on either wire.
SAME = {"Say", "Adjust", "Request", "BadFrame"}
# Where the comeback stands and what it was are told by the rules, by the diary, and on the board.
FLOORS = {"Standing", "History", "View"}


def names(source: Path) -> Iterator[str]:
    """Its classes, and its names for types: in capitals, but not all of them."""
    tree = ast.parse(source.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper():
                yield target.id


def test_every_class_and_type_has_a_name_of_its_own() -> None:
    counted = Counter(
        name
        for house in ("daemon", "rules", "voice")
        for source in (ROOT / house).rglob("*.py")
        for name in names(source)
        if not name.startswith("_")
    )
    assert {name for name, count in counted.items() if count > 1} == SAME | FLOORS
