"""Tokens: read from the file as it is, or refused; text to tokens and back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.ears.moonshine import files
from voice.ears.moonshine.tokenizer import Tokenizer, load_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    folder = files.folder()
    assert folder
    return load_tokenizer(folder / files.TOKENIZER)


# As its decoder writes these words of its own accord.
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Three.", [12753, 49]),
        ("Eight.", [382, 523, 49]),
        ("Nine.", [405, 457, 49]),
        ("Half an hour.", [28144, 385, 7234, 49]),
    ],
)
def test_a_text_has_the_tokens_that_the_decoder_writes(
    tokenizer: Tokenizer, text: str, tokens: list[int]
) -> None:
    assert tokenizer.tokens(text) == tokens
    assert tokenizer.text(tokens) == text


@given(st.text("abcdefghijklmnopqrstuvwxyz ABC0123456789.,'-", min_size=1).map(str.strip))
def test_what_was_made_tokens_reads_the_same(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.text(tokenizer.tokens(text)) == text


def test_the_signs_around_a_text_are_not_part_of_it(tokenizer: Tokenizer) -> None:
    assert tokenizer.text([1, 12753, 2]) == "Three"


def test_an_entry_may_be_longer_than_a_byte_can_tell(tmp_path: Path) -> None:
    file, long = tmp_path / "tokenizer.bin", b"x" * 300
    file.write_bytes(b"\1a" + bytes([128 + 300 % 128, 300 // 128]) + long + b"\1b")
    tokenizer = load_tokenizer(file)
    assert len(tokenizer) == 3
    with pytest.raises(KeyError):
        tokenizer.tokens("z")


@pytest.mark.parametrize("content", [b"\5abc", b"\1a\xff"])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "tokenizer.bin"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="cut off"):
        load_tokenizer(file)
