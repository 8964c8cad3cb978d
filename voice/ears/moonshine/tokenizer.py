"""Text to the decoder's tokens and back."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

BEGIN, END = 1, 2
"""The tokens before and after every text."""
_SPACE = "▁"


class Tokenizer:
    """Pieces of words by their number; a piece may begin with the space before it."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = tuple(pieces)
        self._numbers: dict[bytes, int] = {}
        for number, piece in enumerate(self._pieces):
            self._numbers.setdefault(piece, number)

    def __len__(self) -> int:
        return len(self._pieces)

    def text(self, tokens: Iterable[int]) -> str:
        """What the tokens say."""
        raw = b"".join(self._pieces[token] for token in tokens if token > END)
        return raw.decode("utf-8", "replace").replace(_SPACE, " ").strip()

    def tokens(self, text: str) -> list[int]:
        """Of a text, as the decoder learned them: pairs are joined, the lowest number first.

        That is byte-pair encoding (Sennrich et al. 2016); numbers are in the order of its merges.
        Raises KeyError for a character that no piece has.
        """
        parts = [char.encode() for char in _SPACE + text.replace(" ", _SPACE)]
        while pairs := [
            (number, place)
            for place, pair in enumerate(pairwise(parts))
            if (number := self._numbers.get(pair[0] + pair[1])) is not None
        ]:
            _, place = min(pairs)
            parts[place : place + 2] = [parts[place] + parts[place + 1]]
        return [self._numbers[part] for part in parts]


def load_tokenizer(file: Path) -> Tokenizer:
    """Read `tokenizer.bin`: each entry is its length and its bytes.

    A length of 128 and more takes a second byte, which counts 128 each. Raises OSError, ValueError.
    """
    content, place, pieces = file.read_bytes(), 0, []
    while place < len(content):
        length, place = content[place], place + 1
        if length >= 128:
            if place >= len(content):
                raise ValueError("cut off")
            length, place = length - 128 + 128 * content[place], place + 1
        if place + length > len(content):
            raise ValueError("cut off")
        pieces.append(content[place : place + length])
        place += length
    return Tokenizer(pieces)
