"""Standings for the tests of reminders, from runs as they were told."""

from collections.abc import Sequence
from datetime import date

from daemon.diary.standing import Standing
from rules.comeback import Comeback, History, Pause, PlanSettings, Run, SettingsFact
from rules.course import course
from rules.model import Attempt
from rules.rulebook import default_text, load_rulebook

BOOK = load_rulebook(default_text())
CLEAR = Attempt(0, None, 0, 0)
FADED = Attempt(2, True, 0, 0)
DROP = Attempt(3, False, 3, 0)
RED = Attempt(0, None, 8, 0)


def standing(
    *runs: tuple[date, Attempt],
    today: date,
    not_before: date | None = None,
    settings: PlanSettings | None = None,
    cleared: Sequence[date] = (),
    pauses: Sequence[Pause] = (),
    professional: str = "Dr. Bones",
) -> Standing:
    """What reminders depend on after these runs."""
    first = runs[0][0] if runs else today
    history = History(
        (Comeback(first, not_before=not_before),),
        tuple(Run(day, attempt) for day, attempt in runs),
        (SettingsFact(date.min, settings or PlanSettings()),),
        pauses=tuple(pauses),
        cleared=tuple(cleared),
    )
    return Standing(course(history, today, BOOK), professional)
