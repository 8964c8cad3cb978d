"""Training graphs: which phone sequences an utterance may be, as states without epsilons.

Every state is one phone of the one-state chain topology: entering it costs the phone's forward
output, staying in it the phone's self-loop output, one output frame (30 ms) each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import torch
from torch import Tensor

from training.lexicon import GARBAGE, LEXICON, PHONES, SILENCE, pronunciations

START = -1
Chains = Sequence[tuple[int, ...]]


@dataclass
class Graph:
    """States (a phone index each), arcs between them and into them, and where a path may end."""

    phones: list[int] = field(default_factory=list)
    arcs: list[tuple[int, int, float]] = field(default_factory=list)
    final: set[int] = field(default_factory=set)

    def chain(self, phones: Sequence[int], sources: Iterable[int], cost: float = 0.0) -> int:
        """Append a chain of phones entered from every source; gives its last state."""
        sources, price = list(sources), cost
        for phone in phones:
            state = len(self.phones)
            self.phones.append(phone)
            self.arcs += [(source, state, -price) for source in sources]
            sources, price = [state], 0.0
        return sources[0]

    def slot(self, chains: Chains, sources: list[int]) -> list[int]:
        """Append alternatives (the pronunciations of a word); gives their last states."""
        return [self.chain(chain, sources) for chain in chains]

    def optional_silence(self, sources: list[int]) -> list[int]:
        """Let silence follow; gives the old and new ends."""
        return [*sources, self.chain((SILENCE,), sources)]


def unknown_loop(graph: Graph, sources: list[int]) -> list[int]:
    """Append one or more garbage words with optional silence between them."""
    first = len(graph.phones)
    end = graph.chain(GARBAGE, sources)
    pause = graph.chain((SILENCE,), [end])
    graph.arcs += [(end, first, 0.0), (pause, first, 0.0)]
    return [end, pause]


def label_graph(words: Sequence[str | None]) -> Graph:
    """Paths of a labelled utterance: its words (None: speech outside the vocabulary), silences."""
    graph = Graph()
    ends = graph.optional_silence([START])
    for word in words:
        if word is None:
            ends = unknown_loop(graph, ends)
        else:
            ends = graph.optional_silence(graph.slot(pronunciations(word), ends))
    graph.final = set(ends) - {START}
    return graph


def phone_graph(words: Sequence[Chains]) -> Graph:
    """Paths of an utterance whose words are given as alternative phone chains."""
    graph = Graph()
    ends = graph.optional_silence([START])
    for chains in words:
        ends = graph.optional_silence(graph.slot(chains, ends))
    graph.final = set(ends) - {START}
    return graph


@dataclass(frozen=True)
class Loop:
    """Everything that may be said, any words in any order, in a form that is cheap to walk.

    A state is entered from the one before it in its word, or from any word's end through a hub.
    """

    phones: Tensor
    """(states,) phone of each state."""
    before: Tensor
    """(states,) the state before in the word; itself where there is none."""
    after: Tensor
    """(states,) the next state of the word; itself where there is none."""
    inside: Tensor
    """(states,) 1 where `before` leads here."""
    leave: Tensor
    """(states, 2) 1 where a state ends a word; silence only leads to the second hub."""
    enter: Tensor
    """(2, states) weight of entering silence from the first hub, and a word from the second."""

    @property
    def final(self) -> Tensor:
        """(states,) 1 where a path may end."""
        return self.leave[:, 1]

    @property
    def entry(self) -> Tensor:
        """(states,) weight of starting in a state."""
        return self.enter.sum(0)


def word_loop() -> Loop:
    """Every vocabulary word and the catch-all, with silence between them or not."""
    chains = [chain for word in LEXICON for chain in pronunciations(word)]
    phones, before, after, inside = [SILENCE], [0], [0], [0.0]
    leave, enter = [(0.0, 1.0)], [(1.0, 0.0)]
    for chain in [*chains, GARBAGE]:
        first, last = len(phones), len(phones) + len(chain) - 1
        for state, phone in enumerate(chain, first):
            phones.append(phone)
            before.append(max(state - 1, first))
            after.append(min(state + 1, last))
            inside.append(float(state > first))
            leave.append((1.0, 1.0) if state == last else (0.0, 0.0))
            enter.append((0.0, 1.0) if state == first else (0.0, 0.0))
    return Loop(
        torch.tensor(phones),
        torch.tensor(before),
        torch.tensor(after),
        torch.tensor(inside),
        torch.tensor(leave),
        torch.tensor(enter).T.contiguous(),
    )


def phone_loop(sequences: Iterable[Sequence[int]]) -> Graph:
    """Any phones, each as likely after another as in `sequences`; half a count for the unseen."""
    size = len(PHONES)
    counts = torch.full((size + 1, size + 1), 0.5)
    counts[:, list(GARBAGE)] = 0.0
    for sequence in sequences:
        for left, right in pairwise((size, *sequence, size)):
            counts[left, right] += 1.0
    weights = (counts / counts.sum(1, keepdim=True)).clamp_min(1e-8).log()
    usable = [phone for phone in range(size) if phone not in GARBAGE]
    graph = Graph(phones=list(range(size)), final=set(usable))
    for left, row in [(START, size), *((phone, phone) for phone in usable)]:
        graph.arcs += [(left, right, float(weights[row, right])) for right in usable]
    return graph


@dataclass(frozen=True)
class Batch:
    """Graphs as padded tensors of probabilities: what the loss computes on."""

    entry: Tensor
    """(graphs, states) weight of starting in a state."""
    arcs: Tensor
    """(graphs, states, states) weight of moving from one state into another."""
    final: Tensor
    """(graphs, states) 1 where a path may end."""
    phones: Tensor
    """(graphs, states) phone of each state, 0 where padded."""

    def repeated(self, count: int) -> Batch:
        """One graph as a batch of `count` that share its memory."""
        return Batch(
            self.entry.expand(count, -1),
            self.arcs.expand(count, -1, -1),
            self.final.expand(count, -1),
            self.phones.expand(count, -1),
        )


def batch(graphs: Sequence[Graph]) -> Batch:
    """Pad graphs to one size."""
    size, count = max(len(graph.phones) for graph in graphs), len(graphs)
    entry, final = torch.zeros(count, size), torch.zeros(count, size)
    arcs = torch.zeros(count, size, size)
    phones = torch.zeros(count, size, dtype=torch.long)
    for row, graph in enumerate(graphs):
        phones[row, : len(graph.phones)] = torch.tensor(graph.phones)
        final[row, list(graph.final)] = 1.0
        table = torch.tensor(graph.arcs)
        source, target, weight = table[:, 0].long(), table[:, 1].long(), table[:, 2].exp()
        begins = source == START
        entry[row, target[begins]] = weight[begins]
        arcs[row, source[~begins], target[~begins]] = weight[~begins]
    return Batch(entry, arcs, final, phones)
