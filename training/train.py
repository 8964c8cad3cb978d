"""The training run: minutes of optimisation, a model directory at the end and every few minutes."""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training import graph
from training.augment import Augmenter
from training.clips import Clip
from training.data import Noise, Row, Wave, load, load_noises, read_manifest
from training.features import Mfcc
from training.folds import fold_of
from training.label import read as read_labels
from training.loss import log_probability
from training.net import Net, Size
from training.noises import made_up
from training.pools import Example, Label, Pools, Sampler, Spoken, build
from training.read_vosk import load_into, unfold
from training.team import Team, work_together
from training.write_fst import write_model
from voice.base.sound import RATE

Said = TypeVar("Said")
WARPS = tuple(0.86 + 0.04 * step for step in range(8))
SHORT, LONG = 1.6, 3.2
RATE_MAX = 2e-3
RATE_GOING_ON = 1e-3
PENALTY = 5e-4
CHECKPOINT_MINUTES = 5.0
AVERAGE_DECAY = 0.998
MADE_UP_NOISES = 50
PHONES_AT_FIRST, PHONES_AT_LAST, PHONES_UNTIL = 0.5, 0.12, 0.5
"""Share of the steps that learn the phones of general speech, falling until half is done."""
NOTHING: Example = (np.zeros(0, np.float32), ())
PHONE_LOSS = 4.0
"""A stretch holds several times the phones of a word, and its labels are less sure."""


@dataclass(frozen=True)
class Options:
    """One run: where from, where to, how long, which random numbers, which model to go on from."""

    data: tuple[Path, ...]
    out: Path
    minutes: float
    seed: int
    start: Path | None = None
    phones: Path | None = None
    """A table of `training.label` for the first folder of `data`."""
    voices: tuple[Path, ...] = ()
    """Folders of synthetic voices."""
    workers: int = 1


def main() -> None:
    """`python -m training`."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="folders with a manifest.tsv each"
    )
    parser.add_argument(
        "--voices", type=Path, nargs="*", default=[], help="the same, by synthetic voices"
    )
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2, help="processes, one core each")
    parser.add_argument("--start", type=Path, help="model directory to go on from")
    parser.add_argument("--phones", type=Path, help="table of training.label for the first folder")
    given = parser.parse_args()
    train(
        Options(
            tuple(given.data),
            given.out,
            given.minutes,
            given.seed,
            given.start,
            given.phones,
            tuple(given.voices),
            given.workers,
        )
    )


def training_rows(folders: Sequence[Path]) -> list[Row]:
    """Recordings that may be trained on, without the speakers kept aside."""
    rows = [row for folder in folders for row in read_manifest(folder) if row.split == "train"]
    return [row for row in rows if _is_trained_on(row.speaker)]


def training_noises(folders: Sequence[Path]) -> list[Noise]:
    """Noises that may be trained with, without those kept aside."""
    return [noise for folder in folders for noise in load_noises(folder, _is_trained_on)]


def _is_trained_on(name: str) -> bool:
    return fold_of(name) == "train"


def train(options: Options) -> None:
    """Run to the end, saying once in a while how it goes."""
    rows = training_rows(options.data)
    clips = load(rows)
    voices = [row for folder in options.voices for row in read_manifest(folder)]
    spoken = clips + load(voices, synthetic=True)
    pools = build(spoken, _general(options, rows, clips), options.seed)
    noises = [noise.samples for noise in training_noises(options.data)]
    noises += made_up(MADE_UP_NOISES, options.seed)
    babble = [clip.samples for clip in pools.clips.sentences]
    print(
        f"{len(clips)} recordings, {len(pools.general)} stretches of phones, {len(noises)} noises",
        flush=True,
    )

    def work(team: Team) -> None:
        seed = options.seed * options.workers + team.place
        torch.manual_seed(seed)
        _Run(pools, Augmenter(noises, babble, seed), options, team).until_done()

    work_together(options.workers, work)


def _general(options: Options, rows: Sequence[Row], clips: Sequence[Clip]) -> list[Spoken]:
    """The labelled stretches of the recordings that may be trained on."""
    if options.phones is None:
        return []
    samples = {row.path: clip.samples for row, clip in zip(rows, clips, strict=True)}
    return [
        Spoken(samples[one.path][int(one.start * RATE) : int(one.end * RATE)], one.words)
        for one in read_labels(options.phones, options.data[0])
        if one.path in samples
    ]


class _Run:
    def __init__(self, pools: Pools, augment: Augmenter, options: Options, team: Team) -> None:
        self.options, self.team = options, team
        seed = options.seed * options.workers + team.place
        self.net = Net(Size(), dropout=0.1)
        average: Callable[..., Any] = get_ema_multi_avg_fn(AVERAGE_DECAY)
        self.average = AveragedModel(self.net, multi_avg_fn=average, use_buffers=True)
        weights = self.net.parameters()
        self.optimiser = torch.optim.AdamW(weights, lr=RATE_MAX, weight_decay=1e-3, fused=True)
        self.sampler = Sampler(pools, seed)
        self.rng = random.Random(seed)
        self.turns = random.Random(options.seed)
        """What a step learns, the same for the whole team."""
        self.augment = augment
        self.features = Mfcc(WARPS)
        self.everything = graph.word_loop()
        spoken = [[phone for word in one.words for phone in word] for one in pools.general]
        self.any_phones = graph.batch([graph.phone_loop(spoken)])
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
        self.team.begin_alike(self.net)
        self.average.module.load_state_dict(self.net.state_dict())

    def until_done(self) -> None:
        start = saved = time.monotonic()
        step, losses, phone_losses = 0, list[float](), list[float]()
        while (done := self._done(start)) < 1.0:
            self._set_rate(done, step)
            if self.turns.random() < self._phone_share(done):
                phone_losses.append(self._step(self._phone_loss()))
            else:
                losses.append(self._step(self._word_loss(step)))
            step += 1
            if step % 200 == 0 and self.team.leads:
                words, phones = _mean(losses[-100:]), _mean(phone_losses[-30:])
                print(f"{done:5.1%} step {step} loss {words:.3f} phones {phones:.3f}", flush=True)
            if time.monotonic() - saved > CHECKPOINT_MINUTES * 60:
                self._save()
                saved = time.monotonic()
        self._save()
        if self.team.leads:
            print(f"done: {step} steps", flush=True)

    def _done(self, start: float) -> float:
        """Share of the time that is over."""
        return self.team.agree((time.monotonic() - start) / 60 / self.options.minutes)

    def _phone_share(self, done: float) -> float:
        """How many of the steps learn phones: most of them early on."""
        if not self.sampler.has_phones:
            return 0.0
        return max(PHONES_AT_LAST, PHONES_AT_FIRST * (1 - done / PHONES_UNTIL))

    def _set_rate(self, done: float, step: int) -> None:
        warm = min(1.0, (step + 1) / 300)
        top = RATE_MAX if self.options.start is None else RATE_GOING_ON
        rate = top * warm * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        for group in self.optimiser.param_groups:
            group["lr"] = rate

    def _word_loss(self, step: int) -> Tensor:
        waves, labels = self._long_batch() if step % 4 == 3 else self._short_batch()
        outputs = self._outputs(waves)
        numerators = graph.batch([self._graph(label) for label in labels])
        gain = log_probability(outputs, numerators) - log_probability(outputs, self.everything)
        return -gain.mean() + PENALTY * outputs.square().mean()

    def _phone_loss(self) -> Tensor:
        """Of any speech: its phones against all other phones."""
        waves, spoken = self._general_batch()
        outputs = self._outputs(waves)
        said = [graph.phone_graph([[word] for word in one.words]) for one in spoken]
        gain = log_probability(outputs, graph.batch(said))
        gain = gain - log_probability(outputs, self.any_phones.repeated(len(said)))
        return -gain.mean() / PHONE_LOSS + PENALTY * outputs.square().mean()

    def _outputs(self, waves: Tensor) -> Tensor:
        # Twice as fast where the processor has it, and no worse: the loss itself stays in float32.
        with torch.autocast("cpu", torch.bfloat16):
            outputs: Tensor = self.net(self._features(waves))
        return outputs.float()

    def _step(self, loss: Tensor) -> float:
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.team.average_gradients(self.net)
        norm = torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        # The paths of a wrong label may be too unlikely for numbers; one step is no loss.
        if torch.isfinite(norm):
            self.optimiser.step()
        self.average.update_parameters(self.net)
        return float(loss.detach())

    def _save(self) -> None:
        if not self.team.leads:
            return
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
        return self._placed([*examples, *[NOTHING] * 5], SHORT)

    def _long_batch(self) -> tuple[Tensor, list[Label]]:
        examples = [self.sampler.phrase() for _ in range(20)]
        examples += [self.sampler.other(LONG) for _ in range(10)]
        return self._placed([*examples, *[NOTHING] * 2], LONG)

    def _general_batch(self) -> tuple[Tensor, list[Spoken]]:
        return self._placed([self.sampler.general() for _ in range(30)], LONG)

    def _placed(
        self, examples: Sequence[tuple[Wave, Said]], seconds: float
    ) -> tuple[Tensor, list[Said]]:
        """Examples at random places in a window; one that is too long is left out."""
        size = int(seconds * RATE)
        kept = [example for example in examples if len(example[0]) <= size]
        window = np.zeros((len(kept), size), np.float32)
        for row, (wave, _) in enumerate(kept):
            start = self.rng.randint(0, size - len(wave))
            window[row, start : start + len(wave)] = wave
        return torch.from_numpy(window), [said for _, said in kept]


def _mean(losses: Sequence[float]) -> float:
    return sum(losses) / max(1, len(losses))
