"""Writes a Vosk model directory byte by byte: transition model, nnet3 network, graphs, conf."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from training.features import BINS
from training.lexicon import PHONES, SILENCE
from training.net import SKIP, Block, Net

Floats = NDArray[np.float32]

MFCC_CONF = """--use-energy=false
--num-mel-bins=40
--num-ceps=40
--low-freq=20
--high-freq=-400
--dither=0
--energy-floor=1.0
"""
MODEL_CONF = """--min-active=200
--max-active=3000
--beam=16.0
--lattice-beam=6.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
POSITIONS = ("begin", "end", "internal", "singleton")


def phone_id(phone: int, place: str) -> int:
    """Number (from 1) of a phone at its place in the word, as the files count them."""
    if phone == SILENCE:
        return 1
    return 2 + (phone - 1) * 4 + POSITIONS.index(place)


# ---- final.mdl ----------------------------------------------------------------------------------


def _int(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def _ints(values: Sequence[int]) -> bytes:
    return b"\x04" + struct.pack("<i", len(values)) + struct.pack(f"<{len(values)}i", *values)


def _vector(values: Floats) -> bytes:
    return b"FV " + _int(len(values)) + values.astype("<f4").tobytes()


def _compressed(matrix: Floats) -> bytes:
    """16-bit matrix: smallest value, range, rows, columns, then the whole numbers."""
    low, span = float(matrix.min()), max(float(np.ptp(matrix)), 1e-8)
    whole = np.clip(np.rint((matrix - low) / span * 65535), 0, 65535).astype("<u2")
    data: bytes = whole.tobytes()
    return b"CM2 " + struct.pack("<ffii", low, span, *matrix.shape) + data


def transition_model() -> bytes:
    """One-state phones: enter by the forward pdf, stay by the self-loop pdf."""
    tuples = [(1, SILENCE)]
    tuples += [(phone_id(p, place), p) for p in range(1, len(PHONES)) for place in POSITIONS]
    phones = [number for number, _ in tuples]
    out = b"<TransitionModel> <Topology> " + _ints(phones)
    out += _ints([-1] + [0] * len(phones)) + _int(-1) + _int(1) + _int(2)
    out += _int(0) + _int(1) + _int(2) + _int(0) + _float(0.5) + _int(1) + _float(0.5)
    out += _int(-1) + _int(-1) + _int(0)
    out += b"</Topology> <Tuples> " + _int(len(tuples))
    for number, phone in tuples:
        out += _int(number) + _int(0) + _int(2 * phone) + _int(2 * phone + 1)
    logs = np.full(2 * len(tuples) + 1, np.log(0.5), np.float32)
    logs[0] = 0.0
    return out + b"</Tuples> <LogProbs> " + _vector(logs) + b"</LogProbs> </TransitionModel> "


@dataclass
class _Nnet:
    """Collects configuration lines and components."""

    lines: list[str] = field(default_factory=list)
    components: list[tuple[str, bytes]] = field(default_factory=list)

    def add(self, name: str, source: str, body: bytes) -> str:
        self.lines.append(f"component-node name={name} component={name} input={source}")
        self.components.append((name, body))
        return name

    def affine(self, name: str, source: str, offsets: Sequence[int], w: Floats, b: Floats) -> str:
        """`w`: (out, in, taps) as torch has it."""
        parts = ", ".join(f"Offset({source}, {o})" if o else source for o in offsets)
        joined = f"Append({parts})" if len(offsets) > 1 else source
        matrix = w.transpose(0, 2, 1).reshape(w.shape[0], -1)
        body = b"<FixedAffineComponent> <LinearParams> " + _compressed(matrix)
        body += b"<BiasParams> " + _vector(b) + b"</FixedAffineComponent> "
        return self.add(name, joined, body)

    def relu(self, name: str, source: str, size: int) -> str:
        empty = b"FV " + _int(0)
        body = b"<RectifiedLinearComponent> <Dim> " + _int(size) + b"<ValueAvg> " + empty
        body += b"<DerivAvg> " + empty + b"<Count> \x08" + struct.pack("<d", 0.0)
        return self.add(name, source, body + b"</RectifiedLinearComponent> ")

    def total(self, name: str, source: str, size: int) -> str:
        """A component that changes nothing, to give a sum a name."""
        body = b"<FixedBiasComponent> <Bias> " + _vector(np.zeros(size, np.float32))
        return self.add(name, source, body + b"</FixedBiasComponent> ")

    def render(self) -> bytes:
        lines = [f"input-node name=input dim={BINS}", *self.lines]
        lines.append("output-node name=output input=final objective=linear")
        out = b"<Nnet3> \n" + "\n".join(lines).encode() + b"\n\n"
        out += b"<NumComponents> " + _int(len(self.components))
        for name, body in self.components:
            out += b"<ComponentName> " + name.encode() + b" " + body
        return out + b"</Nnet3> "


def _array(tensor: Tensor) -> Floats:
    array: Floats = tensor.detach().cpu().double().numpy().astype(np.float32)
    return array


def _folded(conv: nn.Conv1d, norm: nn.BatchNorm1d) -> tuple[Floats, Floats]:
    """Weights and bias of a convolution with its batch norm folded in."""
    assert norm.running_var is not None
    assert norm.running_mean is not None
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    weight = conv.weight * scale[:, None, None]
    return _array(weight), _array(norm.bias - norm.running_mean * scale)


def network(nets: Sequence[Net]) -> bytes:
    """The trained networks as one nnet3 whose outputs are the mean of theirs.

    Input normalisation and batch norms are folded in.
    """
    nnet = _Nnet()
    finals = [_tower(nnet, net, _prefix(index)) for index, net in enumerate(nets)]
    mean = ", ".join(f"Scale({1 / len(nets)}, {final})" for final in finals)
    joined = f"Sum({mean})" if len(finals) == 2 else finals[0]
    nnet.total("final", joined, nets[0].output.out_channels)
    return nnet.render()


def _prefix(index: int) -> str:
    return f"net{index}."


def _tower(nnet: _Nnet, net: Net, prefix: str) -> str:
    size = net.size
    w, b = _folded(net.front, net.front_norm)
    scale, mean = _array(net.scale), _array(net.mean)
    w = w * scale[None, :, None]
    b = b - np.einsum("oit,i->o", w, mean)
    front = nnet.affine(f"{prefix}front", "input", (-1, 0, 1), w, b.astype(np.float32))
    x = nnet.relu(f"{front}.relu", front, size.front)
    down = nnet.affine(f"{prefix}down", x, (-2, -1, 0, 1, 2), *_folded(net.down, net.down_norm))
    x = nnet.relu(f"{down}.relu", down, size.width)
    for index, block in enumerate(net.blocks):
        name = f"{prefix}block{index}"
        assert isinstance(block, Block)
        linear = _array(block.linear.weight)
        nnet.affine(f"{name}.linear", x, (-3, 0), linear, np.zeros(size.rank, np.float32))
        folded = _folded(block.affine, block.norm)
        nnet.affine(f"{name}.affine", f"{name}.linear", (0, 3), *folded)
        nnet.relu(f"{name}.relu", f"{name}.affine", size.width)
        x = nnet.total(f"{name}.sum", f"Sum(Scale({SKIP}, {x}), {name}.relu)", size.width)
    assert net.output.bias is not None
    output = _array(net.output.weight)
    return nnet.affine(f"{prefix}output", x, (0,), output, _array(net.output.bias))


def final_mdl(nets: Sequence[Net]) -> bytes:
    """The whole acoustic model."""
    tail = b"<LeftContext> " + _int(0) + b"<RightContext> " + _int(0)
    tail += b"<Priors> FV " + _int(0)
    return b"\0B" + transition_model() + network(nets) + tail
