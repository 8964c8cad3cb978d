"""The course of the comeback that the diary and the settings tell of. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from daemon.diary.comeback_facts import During, PainTold
from daemon.diary.history import History as DiaryHistory
from daemon.diary.history import Record
from daemon.settings.config import Config
from rules.comeback import History, PlanSettings, Run, SettingsFact
from rules.course import Course, Waypoint, course, terms_on
from rules.rulebook import Rulebook


def course_of(
    config: Config,
    table: Rulebook,
    history: DiaryHistory,
    today: date,
    start: Waypoint | None = None,
) -> Course:
    """Where the comeback stands on `today`. `start` is where it stood before the records."""
    return course(history_of(config, history, today), today, table, start=start)


def history_of(config: Config, history: DiaryHistory, today: date) -> History:
    """The facts that decide."""
    first = history.records[0].day if history.records else today
    comebacks = tuple(each.comeback for each in history.comebacks) or (config.comeback(first),)
    settings = _settings(history.settings, config.plan_settings, today)
    told = History(
        comebacks,
        tuple(Run(record.day, record.attempt) for record in history.records),
        settings,
        pauses=tuple(pause.pause for pause in history.pauses),
        cleared=tuple(sorted(history.cleared)),
    )
    pains = (each for each in history.pains if _counts(each, told))
    return replace(told, pains=tuple(each.pain for each in pains))


def _counts(told: PainTold, history: History) -> bool:
    """Whether it counts for the runs: pain in strength work only where it is serious (C21)."""
    terms = terms_on(history, told.day)
    return told.during is not During.STRENGTH or terms.bone or terms.is_red(told.score)


def with_records(history: DiaryHistory, records: Sequence[Record]) -> DiaryHistory:
    """The same history with these attempts alone."""
    return replace(history, records=tuple(records))


def _settings(
    kept: Sequence[SettingsFact], now: PlanSettings, today: date
) -> tuple[SettingsFact, ...]:
    """Each from its day on (C2): the oldest known for all before, those of now from today."""
    if not kept:
        return (SettingsFact(date.min, now),)
    facts = sorted([SettingsFact(date.min, kept[0].settings), *kept[1:]], key=lambda fact: fact.day)
    if facts[-1].settings != now:
        facts.append(SettingsFact(max(today, facts[-1].day), now))
    return tuple(facts)
