"""Who is trained on and who is kept aside: by speaker, never by clip."""

from __future__ import annotations

import hashlib

DEV_PERCENT = 6
TEST_PERCENT = 6


def fold_of(name: str) -> str:
    """`train`, `dev` or `test` for a speaker (or a noise): by its name alone.

    No run may change who is kept aside, or a second run trains on what the first is measured on.
    """
    digest = hashlib.sha256(f"0:{name}".encode()).digest()
    place = int.from_bytes(digest[:4], "big") % 100
    if place < DEV_PERCENT:
        return "dev"
    return "test" if place < DEV_PERCENT + TEST_PERCENT else "train"
