"""The training run: minutes of optimisation, a model directory at the end and every few minutes."""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training import graph
from training.augment import Augmenter
from training.data import Noise, Row, load, load_noises, read_manifest
from training.features import RATE, Mfcc
from training.folds import fold_of
from training.loss import log_probability
from training.net import Net, Size, parameters_of
from training.noises import made_up
from training.pools import Example, Label, Pools, Sampler, build
from training.read_vosk import load_into, unfold
from training.write_fst import write_model

WARPS = tuple(0.86 + 0.04 * step for step in range(8))
SHORT, LONG = 1.6, 3.2
RATE_MAX = 2e-3
RATE_GOING_ON = 8e-4
PENALTY = 5e-4
CHECKPOINT_MINUTES = 5.0
AVERAGE_DECAY = 0.998
MADE_UP_NOISES = 50


@dataclass(frozen=True)
class Options:
    """One run: where from, where to, how long, which random numbers, which model to go on from."""

    data: tuple[Path, ...]
    out: Path
    minutes: float
    seed: int
    start: Path | None = None


def main() -> None:
    """`python -m training`."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="folders with a manifest.tsv each"
    )
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="model directory to go on from")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    train(Options(tuple(given.data), given.out, given.minutes, given.seed, given.start))


def training_rows(folders: Sequence[Path]) -> list[Row]:
    """Recordings that may be trained on, without the speakers kept aside."""
    rows = [row for folder in folders for row in read_manifest(folder) if row.split == "train"]
    return [row for row in rows if fold_of(row.speaker) == "train"]


def training_noises(folders: Sequence[Path]) -> list[Noise]:
    """Noises that may be trained with, without those kept aside."""
    noises = [noise for folder in folders for noise in load_noises(folder)]
    return [noise for noise in noises if fold_of(noise.name) == "train"]


def train(options: Options) -> None:
    """Run to the end, saying once in a while how it goes."""
    torch.manual_seed(options.seed)
    pools = build(load(training_rows(options.data)), options.seed)
    noises = [noise.samples for noise in training_noises(options.data)]
    noises += made_up(MADE_UP_NOISES, options.seed)
    babble = [clip.samples for clip in pools.sentences]
    run = _Run(pools, Augmenter(noises, babble, options.seed), options)
    print(f"{parameters_of(run.net)} parameters, {len(noises)} noises", flush=True)
    run.until_done()


class _Run:
    def __init__(self, pools: Pools, augment: Augmenter, options: Options) -> None:
        self.options = options
        self.net = Net(Size(), dropout=0.05)
        average: Callable[..., Any] = get_ema_multi_avg_fn(AVERAGE_DECAY)  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self.average = AveragedModel(self.net, multi_avg_fn=average, use_buffers=True)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=RATE_MAX, weight_decay=1e-3)
        self.sampler = Sampler(pools, options.seed)
        self.rng = random.Random(options.seed)
        self.augment = augment
        self.features = Mfcc(WARPS)
        self.everything = graph.word_loop()
        self.graphs: dict[Label, graph.Graph] = {}
        self._begin()

    def _begin(self) -> None:
        features = torch.cat([self._features(self._short_batch()[0]) for _ in range(8)])
        if self.options.start is None:
            self.net.mean.copy_(features.mean((0, 1)))
            self.net.scale.copy_(1.0 / features.std((0, 1)))
        else:
            load_into(self.net, self.options.start)
            unfold(self.net, features)
            self.average.module.load_state_dict(self.net.state_dict())

    def until_done(self) -> None:
        start = saved = time.monotonic()
        step, losses = 0, []
        while (done := (time.monotonic() - start) / 60 / self.options.minutes) < 1.0:
            self._set_rate(done, step)
            losses.append(self._step(step))
            step += 1
            if step % 200 == 0:
                mean = sum(losses[-200:]) / 200
                print(f"{done:5.1%} step {step} loss {mean:.3f}", flush=True)
            if time.monotonic() - saved > CHECKPOINT_MINUTES * 60:
                self._save()
                saved = time.monotonic()
        self._save()
        print(f"done: {step} steps", flush=True)

    def _set_rate(self, done: float, step: int) -> None:
        warm = min(1.0, (step + 1) / 300)
        top = RATE_MAX if self.options.start is None else RATE_GOING_ON
        rate = top * warm * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        for group in self.optimiser.param_groups:
            group["lr"] = rate

    def _step(self, step: int) -> float:
        waves, labels = self._long_batch() if step % 4 == 3 else self._short_batch()
        # Twice as fast where the processor has it, and no worse: the loss itself stays in float32.
        with torch.autocast("cpu", torch.bfloat16):
            outputs = self.net(self._features(waves))
        outputs = outputs.float()
        numerators = graph.batch([self._graph(label) for label in labels])
        gain = log_probability(outputs, numerators) - log_probability(outputs, self.everything)
        loss = -gain.mean() + PENALTY * outputs.square().mean()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.average.update_parameters(self.net)
        return float(loss.detach())

    def _save(self) -> None:
        averaged = self.average.module
        assert isinstance(averaged, Net)
        averaged.eval()
        write_model([averaged], self.options.out)

    def _graph(self, label: Label) -> graph.Graph:
        if label not in self.graphs:
            self.graphs[label] = graph.label_graph(label)
        return self.graphs[label]

    def _features(self, waves: Tensor) -> Tensor:
        with torch.no_grad():
            warp = torch.randint(0, len(WARPS), (waves.shape[0],))
            clean = self.augment(waves)
            features: Tensor = self.features(clean, warp)
        return features

    def _short_batch(self) -> tuple[Tensor, list[Label]]:
        sampler = self.sampler
        examples = [sampler.word() for _ in range(27)]
        examples += [sampler.synthetic() for _ in range(9)]
        examples += [sampler.other(SHORT) for _ in range(23)]
        return self._padded(examples, SHORT, 5)

    def _long_batch(self) -> tuple[Tensor, list[Label]]:
        examples = [self.sampler.phrase() for _ in range(20)]
        examples += [self.sampler.other(LONG) for _ in range(10)]
        return self._padded(examples, LONG, 2)

    def _padded(
        self, examples: list[Example], seconds: float, empty: int
    ) -> tuple[Tensor, list[Label]]:
        """Examples at random places in a window; one that is too long is left out."""
        size = int(seconds * RATE)
        kept = [example for example in examples if len(example[0]) <= size]
        window = np.zeros((len(kept) + empty, size), np.float32)
        for row, (wave, _) in enumerate(kept):
            start = self.rng.randint(0, size - len(wave))
            window[row, start : start + len(wave)] = wave
        labels: list[Label] = [label for _, label in kept]
        return torch.from_numpy(window), labels + [()] * empty
