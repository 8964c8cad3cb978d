"""The course of the comeback that the diary and the settings tell of. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from daemon.diary.comeback_facts import During
from daemon.diary.history import History as DiaryHistory
from daemon.diary.history import Record
from daemon.diary.runs import runs_of, sore_warm_ups
from daemon.settings.config import Config
from rules.comeback import History, SettingsFact
from rules.course import Course, Waypoint, Wishes, course, terms_on
from rules.rulebook import Rulebook


def course_of(
    config: Config,
    table: Rulebook,
    history: DiaryHistory,
    today: date,
    start: Waypoint | None = None,
) -> Course:
    """Where the comeback stands on `today`.

    `start` is where it stood before the records. A run may still follow today's warm-up, unless
    that holds running.
    """
    told = history_of(config, history, today)
    now = announced(course(told, today, table, start=start), history)
    todays = [record for record in history.records if record.day == today]
    if not todays or not all(record.is_warm_up for record in todays) or now.view().held:
        return now
    before = [record for record in history.records if record.day != today]
    without = history_of(config, with_records(history, before), today)
    return announced(course(without, today, table, start=start), history)


def announced(now: Course, history: DiaryHistory) -> Course:
    """The course as it is announced to who keeps this diary."""
    away = history.why_away(now.today) or ""
    run_days = now.standing.terms.settings.run_days
    return replace(now, wishes=Wishes(run_days, history.moved, away))


def history_of(config: Config, history: DiaryHistory, today: date) -> History:
    """The facts that decide."""
    first = history.records[0].day if history.records else today
    comebacks = tuple(each.comeback for each in history.comebacks) or (config.comeback(first),)
    settings = _settings(history.settings, config, today)
    told = History(
        comebacks,
        settings=settings,
        pauses=tuple(pause.pause for pause in history.pauses),
        cleared=tuple(sorted(history.cleared)),
    )

    def serious(day: date, score: int) -> bool:
        terms = terms_on(told, day)
        return terms.bone or terms.is_red(score)

    pains = [
        each.pain
        for each in history.pains
        # Strength work's counts for the runs only where it is serious (C21).
        if each.during is not During.STRENGTH or serious(each.day, each.score)
    ]
    pains += [
        each
        for each in sore_warm_ups(history.records, today)
        # What is tolerated in a session counts as none (C15); what is serious is told by a run.
        if each.score > terms_on(told, each.day).tolerated and not serious(each.day, each.score)
    ]
    pains.sort(key=lambda pain: pain.day)
    return replace(told, runs=runs_of(history.records, serious), pains=tuple(pains))


def with_records(history: DiaryHistory, records: Sequence[Record]) -> DiaryHistory:
    """The same history with these attempts alone."""
    return replace(history, records=tuple(records))


def _settings(
    kept: Sequence[SettingsFact], config: Config, today: date
) -> tuple[SettingsFact, ...]:
    """Each from its day on (C2): the oldest known for all before, those of now from today."""
    now = config.plan_settings
    if not kept:
        return (SettingsFact(date.min, now),)
    facts = sorted([SettingsFact(date.min, kept[0].settings), *kept[1:]], key=lambda fact: fact.day)
    if facts[-1].settings != now:
        facts.append(SettingsFact(max(today, facts[-1].day), now))
    return tuple(facts)
