"""The report: the comeback as one HTML page that needs nothing else."""

from datetime import date, datetime
from functools import partial
from typing import Any

from daemon.base.dates import WEEKDAYS, dated
from daemon.base.words import shown_answer, words
from daemon.diary.days import What
from daemon.diary.injuries import injury_in_words
from daemon.diary.next_run import next_run
from daemon.diary.snapshot import Snapshot
from daemon.diary.weeks import weeks_of
from daemon.report import charts, view

# A wide drawing and one for a phone: text keeps its size in both.
_SIZES = {"wide": (720, 280), "narrow": (330, 260)}


def page(book: Snapshot, now: datetime) -> str:
    """The whole page as HTML."""
    # Imported here: the other commands answer faster without them.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("daemon", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dated"] = dated
    return environment.get_template("report.html").render(**_values(book, now))


def _values(book: Snapshot, now: datetime) -> dict[str, Any]:
    history, today, told = book.history, now.date(), book.told(now.date())
    outcomes, unit = book.course(today).outcomes, book.config.runner.units
    gone = book.gone(date.min, today)
    ahead = book.ahead(today)
    current, best = view.streaks(outcomes)
    return {
        "text": lambda name, **values: words(f"page.{name}", **values),
        "advises": words("init.first"),
        "what": {what.value: words(f"what.{what}") for what in What},
        "weekdays": [words(f"weekday_short.{name}") for name in WEEKDAYS],
        "now": now,
        "next": next_run(book.config, book.recent(today), today),
        "injuries": [injury_in_words(each) for each in reversed(history.comebacks)],
        "outcomes": outcomes,
        "longest": max((outcome.attempt.minutes or 0 for outcome in outcomes), default=0),
        "weeks": [
            (week, shown_answer(far) if (far := week.distance(unit)) else "")
            for week in reversed(weeks_of(book.runs(today)))
        ],
        "streak": current,
        "best_streak": best,
        "strength_days": len(history.strength_days),
        "easy_until": _ahead(book.easy_until(today), today),
        "attention_until": _ahead(book.attention_until, today),
        "charts": {
            kind: [
                (size, width, height, draw(width, height))
                for size, (width, height) in _SIZES.items()
            ]
            for kind, draw in (
                ("minutes", partial(charts.minutes_chart, outcomes)),
                ("pain", partial(charts.pain_chart, outcomes, told)),
            )
            if outcomes
        },
        "months": view.calendar(gone, ahead),
        "achievements": view.achievements(outcomes),
        "entries": view.entries(outcomes, told, book.config.runner.professional, unit),
    }


def _ahead(day: date | None, today: date) -> date | None:
    return day if day and day > today else None
