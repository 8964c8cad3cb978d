"""Reads the network of a written model back, so that a training run can go on from it.

Batch norms are folded into the weights of a model directory. They come back as norms that change
nothing, then `unfold` gives them the statistics of real features, so that training can go on.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.net import Block, Net

Layer = tuple[Tensor, Tensor]
# A model may hold several networks; training goes on with the first.
_AFFINE = rb"<ComponentName> net0\.(\S+) <FixedAffineComponent> <LinearParams> CM2 "


def read_layers(model: bytes) -> dict[str, Layer]:
    """Weight (out, in x taps) and bias of each affine layer of a `final.mdl`'s first network."""
    layers = {}
    for found in re.finditer(_AFFINE, model):
        low, span, rows, columns = struct.unpack_from("<ffii", model, found.end())
        start, count = found.end() + 16, rows * columns
        whole = np.frombuffer(model, "<u2", count, start).astype(np.float32)
        weight = whole.reshape(rows, columns) / 65535 * span + low
        # After the weights: "<BiasParams> FV ", a tagged count, then the values.
        bias = np.frombuffer(model, "<f4", rows, start + 2 * count + len("<BiasParams> FV ") + 5)
        layers[found[1].decode()] = (torch.from_numpy(weight), torch.from_numpy(bias.copy()))
    return layers


def load_into(net: Net, folder: Path) -> None:
    """Give `net` the weights of a model directory of the same size."""
    layers = read_layers((folder / "am" / "final.mdl").read_bytes())
    with torch.no_grad():
        net.mean.zero_()
        net.scale.fill_(1.0)
        _plain(net.front, net.front_norm, layers["front"])
        _plain(net.down, net.down_norm, layers["down"])
        for index, block in enumerate(net.blocks):
            assert isinstance(block, Block)
            block.linear.weight.copy_(_taps(layers[f"block{index}.linear"][0], block.linear))
            _plain(block.affine, block.norm, layers[f"block{index}.affine"])
        net.output.weight.copy_(_taps(layers["output"][0], net.output))
        assert net.output.bias is not None
        net.output.bias.copy_(layers["output"][1])


def _taps(weight: Tensor, conv: nn.Conv1d) -> Tensor:
    """(out, taps x in) as the file has it to (out, in, taps) as torch has it."""
    taps = conv.kernel_size[0]
    return weight.reshape(weight.shape[0], taps, -1).transpose(1, 2)


def _plain(conv: nn.Conv1d, norm: nn.BatchNorm1d, layer: Layer) -> None:
    """Weights into the convolution, bias into a norm that otherwise changes nothing."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    conv.weight.copy_(_taps(layer[0], conv))
    norm.running_mean.zero_()
    norm.running_var.fill_(1.0 - norm.eps)
    norm.weight.fill_(1.0)
    norm.bias.copy_(layer[1])


def unfold(net: Net, features: Tensor) -> None:
    """Give every norm the statistics it meets on `features`; outputs stay as they are."""
    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm1d)]
    hooks = [norm.register_forward_pre_hook(_measured) for norm in norms]
    net.eval()
    with torch.no_grad():
        net(features)
    net.train()
    for hook in hooks:
        hook.remove()


def _measured(norm: nn.Module, inputs: tuple[Tensor]) -> None:
    assert isinstance(norm, nn.BatchNorm1d)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    old = norm.weight / (norm.running_var + norm.eps).sqrt()
    shift = norm.bias - norm.running_mean * old
    norm.running_mean.copy_(inputs[0].mean((0, 2)))
    norm.running_var.copy_(inputs[0].var((0, 2)))
    norm.weight.copy_(old * (norm.running_var + norm.eps).sqrt())
    norm.bias.copy_(shift + norm.running_mean * old)
