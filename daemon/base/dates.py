"""Dates as people say and read them. Pure."""

from datetime import date

from daemon.base.words import words

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def dated(day: date, form: str) -> str:
    """The day in a form of the words file, like `date.full`."""
    weekday = WEEKDAYS[day.weekday()]
    return words(
        form,
        weekday=words(f"weekday.{weekday}"),
        weekday_short=words(f"weekday_short.{weekday}"),
        day=day.day,
        month=words(f"month.{day.month}"),
        month_short=words(f"month_short.{day.month}"),
        year=day.year,
    )


def spoken_day(day: date, today: date) -> str:
    """A date as people say it: today, tomorrow, Thursday, Thursday 3 December.

    With its year where that is not this one.
    """
    ahead = (day - today).days
    near = {-1: "date.yesterday", 0: "date.today", 1: "date.tomorrow"}
    if ahead in near:
        return words(near[ahead])
    if 1 < ahead < 7:
        return dated(day, "date.weekday")
    return dated(day, "date.spoken" if day.year == today.year else "date.full")
