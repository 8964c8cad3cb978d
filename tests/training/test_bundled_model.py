"""The model that ships: complete, small, credited, and its words are those of the questions."""

from pathlib import Path

from voice.ears.catalogue import BUNDLED, lacking
from voice.language.answers import UNKNOWN, grammar
from voice.language.kinds import Kind


def test_every_word_that_is_listened_for_is_in_the_model() -> None:
    lines = (BUNDLED / "graph" / "words.txt").read_text().splitlines()
    known = {line.split()[0] for line in lines}
    kinds = [kind for kind in Kind if kind is not Kind.DAY]
    wanted = {word for kind in kinds for phrase in grammar(kind) for word in phrase.split()}
    assert wanted - known == set()
    assert UNKNOWN in known


def test_it_is_complete_and_small() -> None:
    assert lacking(BUNDLED) == []
    size = sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file())
    assert size < 5_000_000


def test_its_card_names_data_licences_and_figures() -> None:
    card = (BUNDLED / "CARD.md").read_text()
    for needed in ("Speech Commands", "LibriSpeech", "CC BY 4.0", "python -m training", "right"):
        assert needed in card
    assert str(Path.home()) not in card
