"""Who is trained on and who is kept aside: by speaker, never by clip."""

from __future__ import annotations

import hashlib

DEV_PERCENT = 6
TEST_PERCENT = 6


def fold_of(name: str, seed: int) -> str:
    """`train`, `dev` or `test` for a speaker (or a noise) by a hash that does not change."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    place = int.from_bytes(digest[:4], "big") % 100
    if place < DEV_PERCENT:
        return "dev"
    return "test" if place < DEV_PERCENT + TEST_PERCENT else "train"
