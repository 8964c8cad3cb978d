"""The one gate before every run (C18)."""

from enum import StrEnum


class Verdict(StrEnum):
    """May the runner run on a day? The first that holds, in this order."""

    HOLD = "hold"
    NOT_BEFORE = "not_before"
    AWAY = "away"
    DONE = "done"
    REST = "rest"
    GO = "go"
