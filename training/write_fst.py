"""Writes the decoding graphs (OpenFst, hand-made) and puts the model directory together."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.lexicon import ALIASES, GARBAGE, LEXICON, PHONES, SILENCE, UNK, pronunciations
from training.net import Net
from training.write_vosk import MFCC_CONF, MODEL_CONF, POSITIONS, final_mdl, phone_id

Arc = tuple[int, int, float, int]
"""Input label, output label, cost, next state."""


@dataclass(frozen=True)
class Costs:
    """Of hearing a word or `[unk]` (natural log)."""

    word: float = -2.0
    """Of any word, `[unk]` too: the grammar's own costs make silence look too good without it."""
    garbage: float = 0.0
    """Of the catch-all phones, beside that."""
    copy: float = 4.0
    """Of any vocabulary word as `[unk]`: rejects words outside the active grammar."""


@dataclass
class Fst:
    """A weighted transducer: arcs of each state, final costs."""

    arcs: list[list[Arc]] = field(default_factory=list)
    final: dict[int, float] = field(default_factory=dict)

    def state(self) -> int:
        """Add a state."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def to_bytes(self, symbols: Sequence[str] | None = None) -> bytes:
        """OpenFst `vector`, `standard`, version 2."""
        total = sum(len(arcs) for arcs in self.arcs)
        flags = 2 if symbols is not None else 0
        out = struct.pack("<i", 2125659606) + _string("vector") + _string("standard")
        out += struct.pack("<iiQqqq", 2, flags, 3, 0, len(self.arcs), total)
        if symbols is not None:
            out += _symbol_table(symbols)
        for state, arcs in enumerate(self.arcs):
            out += struct.pack("<fq", self.final.get(state, math.inf), len(arcs))
            out += b"".join(struct.pack("<iifi", *arc) for arc in arcs)
        return out


def _string(text: str) -> bytes:
    return struct.pack("<i", len(text.encode())) + text.encode()


def _symbol_table(symbols: Sequence[str]) -> bytes:
    out = struct.pack("<i", 2125658996) + _string("words")
    out += struct.pack("<qq", len(symbols), len(symbols))
    return out + b"".join(_string(s) + struct.pack("<q", key) for key, s in enumerate(symbols))


def vocabulary() -> list[str]:
    """All symbols in the order of their numbers: epsilon first, `[unk]` second."""
    return ["<eps>", UNK, *LEXICON, *ALIASES]


def _places(count: int) -> list[str]:
    if count == 1:
        return ["singleton"]
    return ["begin", *["internal"] * (count - 2), "end"]


def _say(fst: Fst, hub: int, word: int, chain: Sequence[int], cost: float) -> None:
    """One pronunciation from the hub and back; the word is on the first arc."""
    state = hub
    for index, (phone, place) in enumerate(zip(chain, _places(len(chain)), strict=True)):
        number, target = phone_id(phone, place), fst.state()
        first = (2 * number, word, cost) if index == 0 else (2 * number, 0, 0.0)
        fst.arcs[state].append((*first, target))
        fst.arcs[target].append((2 * number - 1, 0, 0.0, target))
        state = target
    fst.arcs[state].append((0, 0, 0.0, 0))


def hclr(costs: Costs) -> bytes:
    """The word loop: optional silence, then any word; phones as transition numbers."""
    fst, numbers = Fst(), {word: key for key, word in enumerate(vocabulary())}
    start, words = fst.state(), fst.state()
    fst.final = {start: 0.0}
    silence, number = fst.state(), phone_id(SILENCE, "singleton")
    fst.arcs[start] += [(0, 0, 0.0, words), (2 * number, 0, 0.0, silence)]
    fst.arcs[silence] += [(2 * number - 1, 0, 0.0, silence), (0, 0, 0.0, words)]
    fst.final[words] = 0.0
    for word in [*LEXICON, *ALIASES]:
        for chain in pronunciations(ALIASES.get(word, word)):
            _say(fst, words, numbers[word], chain, costs.word)
            if word in LEXICON:
                _say(fst, words, numbers[UNK], chain, costs.word + costs.copy)
    _say(fst, words, numbers[UNK], GARBAGE, costs.word + costs.garbage)
    return fst.to_bytes()


def word_grammar() -> bytes:
    """What is used when no grammar is given: any words in any order."""
    fst, symbols = Fst(), vocabulary()
    hub = fst.state()
    cost = math.log(len(symbols))
    fst.arcs[hub] = [(key, key, cost, hub) for key in range(1, len(symbols))]
    fst.final = {hub: 0.0}
    return fst.to_bytes(symbols)


def word_boundaries() -> str:
    """Which phone numbers begin, end or are inside a word."""
    lines = ["1 nonword"]
    for phone in range(1, len(PHONES)):
        lines += [f"{phone_id(phone, place)} {place}" for place in POSITIONS]
    return "\n".join(lines) + "\n"


def write_model(nets: Sequence[Net], folder: Path, costs: Costs | None = None) -> None:
    """Write a complete model directory that Vosk loads; of several nets the mean decides."""
    files = {
        "am/final.mdl": final_mdl(nets),
        "conf/mfcc.conf": MFCC_CONF.encode(),
        "conf/model.conf": MODEL_CONF.encode(),
        "graph/HCLr.fst": hclr(costs or Costs()),
        "graph/Gr.fst": word_grammar(),
        "graph/disambig_tid.int": b"",
        "graph/words.txt": "".join(
            f"{word} {key}\n" for key, word in enumerate(vocabulary())
        ).encode(),
        "graph/phones/word_boundary.int": word_boundaries().encode(),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
