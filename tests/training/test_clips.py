"""What the training may reject: never what is made of the vocabulary alone."""

import numpy as np
import pytest

from training.clips import Clip, by_use


def clip(text: str, source: str = "people", *, synthetic: bool = False) -> Clip:
    return Clip(np.zeros(1, np.int16), tuple(text.split()), "somebody", source, synthetic)


@pytest.mark.parametrize("synthetic", [False, True])
def test_several_words_of_the_vocabulary_are_a_phrase_and_not_rejected(synthetic: bool) -> None:
    said = clip("three out of ten", synthetic=synthetic)
    found = by_use([said])
    assert found.phrases == [said]
    assert not found.others
    assert not found.sentences


def test_a_word_is_kept_by_who_said_it() -> None:
    person, one = clip("seven"), clip("seven", "a", synthetic=True)
    found = by_use([person, one, clip("seven", "b", synthetic=True)])
    assert found.real == {"seven": [person]}
    assert found.synthetic["seven"]["a"] == [one]
    assert list(found.synthetic["seven"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "use"),
    [("heaven", "others"), ("seven dwarves", "sentences"), ("", "sentences")],
)
def test_any_other_speech_is_to_be_rejected(text: str, use: str) -> None:
    said = clip(text)
    found = by_use([said])
    assert getattr(found, use) == [said]
    assert not found.phrases
    assert not found.real
