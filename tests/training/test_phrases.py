"""Every answer that the model is trained on can be drawn."""

import random

from training.phrases import phrase


def test_many_different_answers_come_out() -> None:
    rng = random.Random(0)
    texts = [phrase(rng) for _ in range(3000)]
    assert all(text and text == text.lower().strip() for text in texts)
    assert len(set(texts)) > 500
