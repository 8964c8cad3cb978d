"""One attempt and the table give a decision. Pure: no clock, no file.

An unknown answer is read at its best and the result is then held to the table's `unknown` row.
So the decision with a gap is never milder than with the good answer that could fill it.
"""

from dataclasses import replace

from rules.model import Advice, Attempt, Decision, Load, Settings
from rules.rulebook import Rule, Rulebook

THIRD_DROP = 3


def decide(
    attempt: Attempt,
    book: Rulebook,
    settings: Settings,
    *,
    drops_before: int = 0,
    advised_before: bool = False,
) -> Decision:
    """Decide what follows `attempt`.

    `drops_before` is the number of consecutive `drop` decisions just before this one,
    `advised_before` whether a professional was advised since the last clear attempt.
    """
    missing = _missing(attempt, settings)
    filled = _at_best(attempt, settings)
    matched = [rule for rule in book.rules if matches(rule, filled, settings)]
    if missing:
        # What is not known cannot be called clear, so no row that increases may be named.
        matched = [rule for rule in matched if rule.load < Load.INCREASE]
        matched.append(book.unknown)
    reasons = tuple(rule.why for rule in matched if _is_told(rule, attempt))
    rest = {rule.id: _rest_days(rule, attempt, settings) for rule in matched}
    rest_rule = max(matched, key=lambda rule: rest[rule.id])
    load_rule = min(matched, key=lambda rule: rule.load)
    advice = _advice(attempt, settings, load_rule.load, drops_before)
    if advised_before and load_rule.load is not Load.INCREASE:
        advice |= {Advice.SEE_PROFESSIONAL}
    return Decision(
        rest_days=rest[rest_rule.id],
        load=load_rule.load,
        rules=tuple(rule.id for rule in matched),
        rest_rule=rest_rule.id,
        load_rule=load_rule.id,
        provisional=bool(missing),
        missing=missing,
        advice=tuple(sorted(advice)),
        reasons=reasons,
        why=_why(reasons, book.unknown, missing),
    )


def must_stop(score: int, settings: Settings) -> bool:
    """Whether a score given during a session ends that session at once."""
    if settings.bone_stress and score > 0:
        return True
    return settings.red_flag_score is not None and score >= settings.red_flag_score


def _is_pain(score: int | None, settings: Settings) -> bool:
    return score is not None and score > settings.tolerated


def _missing(attempt: Attempt, settings: Settings) -> tuple[str, ...]:
    names = []
    if attempt.warmup is None:
        names.append("warmup")
    if _is_pain(attempt.warmup, settings) and attempt.faded is None:
        names.append("faded")
    if attempt.late is None:
        names.append("late")
    if attempt.next_day is None:
        names.append("next_day")
    return tuple(names)


def _at_best(attempt: Attempt, settings: Settings) -> Attempt:
    # "It did not fade" tells of a pain even where its score is not known.
    if attempt.warmup is None:
        pain = settings.tolerated + 1 if attempt.faded is False else 0
        attempt = replace(attempt, warmup=pain)
    return replace(
        attempt,
        faded=True if attempt.faded is None else attempt.faded,
        late=0 if attempt.late is None else attempt.late,
        next_day=0 if attempt.next_day is None else attempt.next_day,
    )


def matches(rule: Rule, attempt: Attempt, settings: Settings) -> bool:
    """Whether every condition of the rule holds; the attempt has no unknown it asks about."""
    for field, wanted in rule.when.items():
        answer = getattr(attempt, field)
        if field != "faded":
            answer = "pain" if _is_pain(answer, settings) else "none"
        if answer != wanted:
            return False
    return True


def _rest_days(rule: Rule, attempt: Attempt, settings: Settings) -> int:
    days = rule.rest_days
    if rule.beyond and rule.reached(attempt.distance):
        days = rule.beyond.rest_days
    return max(days or 0, settings.plan_rest_days)


def _advice(attempt: Attempt, settings: Settings, load: Load, drops_before: int) -> set[Advice]:
    advice = set()
    during = [score for score in (attempt.warmup, attempt.late) if score is not None]
    if any(must_stop(score, settings) for score in during):
        advice.add(Advice.STOP_SESSION)
    if settings.red_flag_score is not None:
        scores = [*during, attempt.next_day or 0]
        if max(scores) >= settings.red_flag_score:
            advice.add(Advice.SEE_PROFESSIONAL)
        if load is Load.DROP and drops_before + 1 >= THIRD_DROP:
            advice.add(Advice.SEE_PROFESSIONAL)
    return advice


def _is_told(rule: Rule, attempt: Attempt) -> bool:
    """Whether a rule rests on answers alone: one read at its best is no reason to name."""
    told = {field for field in rule.when if getattr(attempt, field) is not None}
    if attempt.faded is False:
        told.add("warmup")
    return bool(rule.when) and told >= set(rule.when)


def _why(reasons: tuple[str, ...], unknown: Rule, missing: tuple[str, ...]) -> str:
    if missing:
        reasons = (*reasons, f"{unknown.why} ({', '.join(missing)})")
    return "; ".join(reasons)
