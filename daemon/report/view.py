"""What the report shows, from the diary's own values. Pure: the template only places it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from daemon.base.words import capital, listed, shown_answer, words
from daemon.diary.announce import change, length, not_known, reasons
from daemon.diary.days import ComingDay, PastDay, What
from daemon.diary.kind_words import win_sentence
from daemon.diary.weeks import in_unit
from rules.attempts import Outcome
from rules.model import Advice, Attempt
from rules.program import is_aside, is_clear, is_too_much, wins_of_each

# A run that reaches one more of these is a first.
_MINUTES_A_FIRST = 10


@dataclass(frozen=True)
class RunEntry:
    """One attempt as a row: what was run, what hurt, what was decided and why."""

    day: date
    load: str
    run: str
    pain: tuple[tuple[str, str], ...]
    decided: str
    why: tuple[str, ...]
    rules: str


@dataclass(frozen=True)
class Mark:
    """What one day was or will be: `state` is done, missed, planned or neutral."""

    state: str
    what: What
    minutes: int | None = None


@dataclass(frozen=True)
class Cell:
    """One square of the calendar."""

    day: date
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Month:
    """A month in weeks of seven squares from Monday; None where the week is another month's."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True)
class Achievement:
    """A streak or a first, on the day of the run that earned it."""

    day: date
    text: str


def entries(
    outcomes: Sequence[Outcome], told: Mapping[date, Attempt], professional: str, unit: str
) -> tuple[RunEntry, ...]:
    """Every day's attempt, newest first; distances in this unit."""
    return tuple(_entry(each, told[each.day], professional, unit) for each in reversed(outcomes))


def _entry(outcome: Outcome, attempt: Attempt, professional: str, unit: str) -> RunEntry:
    told = [] if attempt.minutes is None else [words("count.minute", n=int(attempt.minutes))]
    if attempt.distance:
        told.append(shown_answer(in_unit(attempt.distance, unit)))
    planned = length(outcome.planned, outcome.easy)
    why = [capital(text) for text in reasons(outcome)] + not_known(outcome)
    if outcome.held:
        why.append(words("report.held", professional=professional))
    elif Advice.SEE_PROFESSIONAL in outcome.advice:
        why.append(words("decision.see_professional", professional=professional))
    key = "decided_so_far" if outcome.decision.provisional else "decided"
    return RunEntry(
        day=outcome.day,
        load=outcome.load.name.lower(),
        run=words("report.run", told=listed(told) or words("report.untold"), planned=planned),
        pain=tuple(_pain(attempt)),
        decided=words(
            f"report.{key}",
            rest=words("count.rest_day", n=outcome.rest_days),
            length=length(outcome.next, easy=False),
            change=words(f"change.{change(outcome)}"),
        ),
        why=tuple(text if text.endswith(".") else f"{text}." for text in why),
        rules=", ".join(outcome.rules),
    )


def _pain(attempt: Attempt) -> Iterator[tuple[str, str]]:
    for name in ("warmup", "late", "next_day"):
        score = getattr(attempt, name)
        text = shown_answer(score)
        if name == "warmup" and score and attempt.faded is not None:
            text += ", " + words("report.faded" if attempt.faded else "report.not_faded")
        yield words(f"report.{name}"), text


def achievements(outcomes: Sequence[Outcome]) -> tuple[Achievement, ...]:
    """Streaks, stages and firsts, newest first; a run that was too much is none."""
    found: list[Achievement] = []
    best, cleared = 0, False
    for number, (outcome, won) in enumerate(zip(outcomes, wins_of_each(outcomes), strict=True), 1):
        day, minutes = outcome.day, outcome.attempt.minutes or 0
        texts = [words("report.first_run")] if number == 1 else []
        if is_clear(outcome) and not cleared:
            cleared = True
            texts.append(words("report.first_clear"))
        passed = minutes // _MINUTES_A_FIRST * _MINUTES_A_FIRST
        if outcome.planned.running < outcome.planned.session:
            # Of walking too: its stage is what is won.
            passed = 0
        if number > 1 and passed > best and not is_too_much(outcome):
            texts.append(words("report.first_minutes", count=passed))
        best = max(best, passed)
        # The longest run has firsts of its own here.
        texts += [win_sentence(win) for win in won if win.kind != "longest"]
        found += [Achievement(day, text) for text in texts]
    return tuple(reversed(found))


def streaks(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """Clear runs in a row: up to the newest run, and the most there ever were."""
    counted = [outcome for outcome in outcomes if not is_aside(outcome)]
    clear = groupby(map(is_clear, counted))
    lengths = [(is_clear_one, len(list(group))) for is_clear_one, group in clear]
    best = max((number for is_clear_one, number in lengths if is_clear_one), default=0)
    return (lengths[-1][1] if lengths and lengths[-1][0] else 0), best


def calendar(gone: Sequence[PastDay], ahead: Sequence[ComingDay]) -> tuple[Month, ...]:
    """Every month from the first day to the last."""
    marks: dict[date, list[Mark]] = {}
    for row in gone:
        minutes = row.outcome.attempt.minutes if row.outcome else None
        state = "neutral" if row.what.neutral else "done" if row.done else "missed"
        marks.setdefault(row.day, []).append(Mark(state, row.what, minutes))
    for coming in ahead:
        minutes = coming.run.target.session if coming.run else None
        state = "neutral" if coming.what.neutral else "planned"
        marks.setdefault(coming.day, []).append(Mark(state, coming.what, minutes))
    return tuple(_month(first, marks) for first in _months(min(marks), max(marks)))


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _month(first: date, marks: dict[date, list[Mark]]) -> Month:
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < first or monday.month == first.month:
        days = [monday + timedelta(days=n) for n in range(7)]
        weeks.append(
            tuple(
                Cell(day, tuple(marks.get(day, ()))) if day.month == first.month else None
                for day in days
            )
        )
        monday += timedelta(days=7)
    return Month(first, tuple(weeks))
