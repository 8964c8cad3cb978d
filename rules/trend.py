"""Trends over attempts: when a professional is advised and running is held (C12, C13). Pure."""

from typing import NamedTuple

from rules.numbers import Numbers


class Trend(NamedTuple):
    """What the attempts of a comeback say together.

    `last` are the last attempts, whether with pain. `drops`, `mornings` and `shortest_drops`
    count those since the last clear attempt in time. `release` is the first day from which a
    professional's yes lifts the hold (an ordinal), None where nothing was held. `last_drop` is the
    day of the last drop.
    """

    last: tuple[bool, ...] = ()
    drops: int = 0
    mornings: int = 0
    shortest_drops: int = 0
    advised: bool = False
    release: int | None = None
    last_drop: int | None = None

    def in_new_comeback(self) -> "Trend":
        """Advice and hold go on, all else begins anew (C1)."""
        return Trend(advised=self.advised, release=self.release)


class Seen(NamedTuple):
    """What one attempt shows of the trend. `morning` is pain of the next day or later."""

    sore: bool
    morning: bool
    red_flag: bool
    dropped: bool
    at_shortest: bool


def holds(before: Trend, seen: Seen, bone: bool, numbers: Numbers) -> bool:
    """Whether the attempt holds running, as far as it has been told."""
    if seen.red_flag:
        return True
    sore = sum(before.last[1 - numbers.last_attempts :]) + 1
    if bone and seen.sore and sore >= numbers.hold_sore:
        return True
    at_shortest = seen.dropped and seen.at_shortest
    return at_shortest and before.shortest_drops + 1 >= numbers.hold_drops


def after(before: Trend, seen: Seen, day: int, clear: bool, bone: bool, numbers: Numbers) -> Trend:
    """The trend with an attempt that counts; `clear` is one that is clear and in time."""
    last = (*before.last[1 - numbers.last_attempts :], seen.sore)
    if clear:
        return Trend(last, release=before.release, last_drop=before.last_drop)
    drops = before.drops + seen.dropped
    mornings = before.mornings + seen.morning
    advised = (
        before.advised
        or seen.red_flag
        or (bone and seen.sore)
        or (seen.sore and sum(last) >= numbers.advice_sore)
        or drops >= numbers.advice_drops
        or mornings >= numbers.advice_mornings
    )
    return Trend(
        last,
        drops,
        mornings,
        before.shortest_drops + (seen.dropped and seen.at_shortest),
        advised,
        before.release,
        day if seen.dropped else before.last_drop,
    )
