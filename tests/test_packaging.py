"""What is installed: our packages with their data, and nothing that takes our names."""

from importlib.metadata import packages_distributions
from importlib.resources import files

import pytest


@pytest.mark.parametrize("name", ["daemon", "rules", "voice"])
def test_no_dependency_owns_our_names(name: str) -> None:
    assert set(packages_distributions()[name]) == {"easeback"}


@pytest.mark.parametrize(
    ("package", "path"),
    [
        ("daemon", "data/words.toml"),
        ("daemon", "data/warmup.toml"),
        ("daemon", "data/scenarios/1-persistent.toml"),
        ("rules", "data/decision.toml"),
        ("rules", "vectors/decide.json"),
        ("voice", "data/phrases.toml"),
        ("voice", "data/words.toml"),
        ("voice", "models/tiny-en/am/final.mdl"),
        ("voice", "models/tiny-en/CARD.md"),
        ("voice", "models/joint/joint.json"),
        ("voice", "models/joint/CARD.md"),
    ],
)
def test_the_data_is_there(package: str, path: str) -> None:
    assert (files(package) / path).is_file()
