"""Proof by enumeration that a table is whole and safe. Pure.

A table can tell answers apart only as none, pain or unknown (yes, no or unknown for `faded`) and
by its distances, so every pattern there is can be tried: a few hundred.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

from rules.engine import decide, matches
from rules.model import Attempt, Distance, Load, Settings
from rules.rulebook import Rulebook

NONE, PAIN = 0, 1
_SCORES = (NONE, PAIN, None)
_FADED = (True, False, None)


def gaps(book: Rulebook) -> tuple[str, ...]:
    """Patterns of known answers that no row covers."""
    found = []
    for attempt in _patterns(book):
        known = None not in (attempt.warmup, attempt.late, attempt.next_day)
        told = known and (attempt.faded is not None or attempt.warmup == NONE)
        if told and not any(matches(rule, attempt, Settings()) for rule in book.rules):
            found.append(f"no rule covers {_told(attempt)}")
    return tuple(dict.fromkeys(found))


def contradictions(book: Rulebook) -> tuple[str, ...]:
    """Rows with the same conditions and different outcomes."""
    found = []
    for number, rule in enumerate(book.rules):
        for other in book.rules[:number]:
            outcome = (rule.rest_days, rule.load, rule.beyond)
            if rule.when == other.when and outcome != (other.rest_days, other.load, other.beyond):
                found.append(f"{other.id} and {rule.id} decide differently on the same conditions")
    return tuple(found)


def violations(book: Rulebook, settings: Settings | None = None) -> tuple[str, ...]:
    """Where a worse answer would give less rest or more load, or an increase is not earned.

    Also where pain, or what is not known, owes no day of rest. A plan without a minimum of its own
    hides nothing, so that is looked at where no other `settings` are given.
    """
    if gaps(book):
        return ()
    settings = settings or Settings(plan_rest_days=0)
    found = []
    for attempt in _patterns(book):
        decision = decide(attempt, book, settings)
        clear = (attempt.warmup, attempt.late, attempt.next_day) == (NONE, NONE, NONE)
        if decision.load is Load.INCREASE and not clear:
            found.append(f"{_told(attempt)} increases; only no pain anywhere may")
        if decision.rest_days < 1 and not clear:
            found.append(f"{_told(attempt)} owes no day of rest; only no pain anywhere may")
        for worse in _worse(attempt):
            stricter = decide(worse, book, settings)
            if stricter.rest_days < decision.rest_days or stricter.load > decision.load:
                found.append(f"{_told(worse)} is milder than {_told(attempt)}")
    return tuple(dict.fromkeys(found))


def _patterns(book: Rulebook) -> Iterator[Attempt]:
    distances: set[Distance | None] = {None}
    for rule in book.rules:
        if rule.beyond:
            at = rule.beyond.distance
            distances |= {at, replace(at, value=at.value + Decimal("0.000001"))}
    for warmup, faded, late, next_day in product(_SCORES, _FADED, _SCORES, _SCORES):
        for distance in distances:
            yield Attempt(warmup, faded, late, next_day, distance)


def _worse(attempt: Attempt) -> Iterator[Attempt]:
    for score in (PAIN, None):
        if attempt.warmup == NONE:
            yield replace(attempt, warmup=score)
        if attempt.late == NONE:
            yield replace(attempt, late=score)
        if attempt.next_day == NONE:
            yield replace(attempt, next_day=score)
    if attempt.faded:
        yield replace(attempt, faded=False)
        yield replace(attempt, faded=None)
    if attempt.distance:
        yield replace(attempt, distance=None)


def _told(attempt: Attempt) -> str:
    words = {NONE: "none", PAIN: "pain", None: "unknown"}
    faded = {True: "yes", False: "no", None: "unknown"}[attempt.faded]
    told = (
        f"warmup={words[attempt.warmup]} faded={faded} late={words[attempt.late]} "
        f"next_day={words[attempt.next_day]}"
    )
    distance = attempt.distance
    return f"{told} distance={distance.value}{distance.unit}" if distance else told
