"""Moonshine's two networks, run by onnxruntime: sound to frames, frames to tokens."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.base.sound import RATE
from voice.ears.moonshine.tokenizer import BEGIN, END

Frames = NDArray[np.float32]
Memory = Mapping[str, Frames]

WIDTH = 288
"""Numbers in a frame of the encoder's output."""
STEP = 384
"""Samples (16 kHz) from one frame to the next."""
_LAYERS, _HEADS, _SIZE = 6, 8, 36
# The level of what it was trained on, as the root mean square of the louder half.
LEVEL = 2500 / 32768
AROUND = RATE // 2
"""Samples of silence put to each side: words at the very edge are heard worse."""
# People say two or three words a second; a decoder that goes round in circles says more.
TOKENS_A_SECOND = 6.5
_FRAME = 160


class Encoder:
    """From sound to frames."""

    def __init__(self, file: Path) -> None:
        self._network = _session(file)

    def __call__(self, samples: NDArray[np.int16]) -> Frames:
        """(frames, WIDTH) of 16-bit samples at 16 kHz, brought to one level, silence around."""
        wave = np.pad(levelled(samples), AROUND)[None]
        inputs = {"input_values": wave, "attention_mask": np.ones(wave.shape, np.int64)}
        frames: Frames = self._network.run(None, inputs)[0][0]
        return frames


class Decoder:
    """From frames to text."""

    def __init__(self, file: Path) -> None:
        self._network = _session(file)
        # What it remembers of a text so far comes out as "present" and goes in as "past".
        self._memory = [
            output.name.replace("present", "past_key_values")
            for output in self._network.get_outputs()[1:]
        ]

    def greedy(self, frames: Frames) -> tuple[list[int], float]:
        """The likeliest next token after the likeliest, and their mean log-probability."""
        tokens, total, memory = [BEGIN], 0.0, _nothing(1)
        most = max(4, int(len(frames) * STEP / RATE * TOKENS_A_SECOND))
        while tokens[-1] != END and len(tokens) <= most:
            likely, memory = self._next(frames, [tokens[-1:]], memory, going_on=len(tokens) > 1)
            tokens.append(int(likely[0, -1].argmax()))
            total += float(likely[0, -1, tokens[-1]])
        return [token for token in tokens if token > END], total / (len(tokens) - 1)

    def scored(self, frames: Frames, texts: Sequence[Sequence[int]]) -> list[float]:
        """The log-probability that what was said begins with each text (its tokens)."""
        # The last token of a text is not read, only expected: most texts share the empty beginning.
        beginnings = sorted({tuple(text[:-1]) for text in texts})
        longest = max(map(len, beginnings))
        rows = [[BEGIN, *one, *[END] * (longest - len(one))] for one in beginnings]
        likely, _ = self._next(frames, rows, _nothing(len(rows)))
        places = [likely[beginnings.index(tuple(text[:-1]))] for text in texts]
        return [
            float(sum(row[place, token] for place, token in enumerate(text)))
            for row, text in zip(places, texts, strict=True)
        ]

    def _next(
        self, frames: Frames, rows: Sequence[Sequence[int]], memory: Memory, going_on: bool = False
    ) -> tuple[Frames, Memory]:
        """(rows, places, tokens): log-probabilities of the token after each place."""
        count = len(rows)
        logits, *present = self._network.run(
            None,
            {
                "input_ids": np.array(rows, np.int64),
                "encoder_hidden_states": np.repeat(frames[None], count, axis=0),
                # It takes one of STEP of these.
                "encoder_attention_mask": np.ones((count, len(frames) * STEP), np.int64),
                "use_cache_branch": np.array([going_on]),
                **memory,
            },
        )
        new = dict(zip(self._memory, present, strict=True))
        # What it saw in the frames comes out once, at the beginning.
        kept = {name: memory[name] for name in memory if going_on and ".encoder." in name}
        return log_softmax(logits), {**new, **kept}


def log_softmax(values: Frames) -> Frames:
    """Along the last axis."""
    top = values - values.max(axis=-1, keepdims=True)
    likely: Frames = top - np.log(np.exp(top).sum(axis=-1, keepdims=True))
    return likely


def levelled(samples: NDArray[np.int16]) -> Frames:
    """Samples of ±1 whose louder half is as loud as what the network was trained on."""
    wave = samples.astype(np.float32) / 32768
    whole = wave[: len(wave) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = np.sort(np.square(whole).mean(axis=1))
    loud = float(np.sqrt(power[len(power) // 2 :].mean())) if len(power) else 0.0
    scaled: Frames = np.clip(wave * (LEVEL / max(loud, 1e-4)), -1.0, 1.0)
    return scaled


@cache
def _nothing(count: int) -> Memory:
    """Before a text begins."""
    lengths = {"decoder": 0, "encoder": 1}
    return {
        f"past_key_values.{layer}.{side}.{what}": np.zeros(
            (count, _HEADS, length, _SIZE), np.float32
        )
        for layer in range(_LAYERS)
        for side, length in lengths.items()
        for what in ("key", "value")
    }


def _session(file: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The arena would keep for ever what the longest answer took.
    options.enable_cpu_mem_arena = False
    # Weights laid out anew would be kept twice: 20 MB, a third of the loading time, hardly faster.
    options.add_session_config_entry("session.disable_prepacking", "1")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
