"""What the runner tells of the comeback itself: checked against the diary, stored in one step."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from daemon.base.errors import EasebackError
from daemon.base.words import words
from daemon.diary.comeback_facts import (
    Cleared,
    ComebackBegun,
    FirstComeback,
    PainTold,
    PauseBegun,
    PauseEnded,
    RunMoved,
    UnreadComeback,
    Why,
)
from daemon.diary.diary import Diary
from daemon.diary.moving import not_movable


def begin_first(diary: Diary, now: datetime, comeback: FirstComeback) -> None:
    """What `init` was told of the injury; where the diary knows of one, that stays."""
    with diary.together():
        if not diary.told_of_comebacks().comebacks:
            diary.enter(now, comeback)
        diary.keep_settings(now)


def injure(diary: Diary, now: datetime, comeback: ComebackBegun) -> None:
    """A new comeback begins. Raises EasebackError where its day is before the last one's."""
    with diary.together():
        _check_order(comeback, diary.told_of_comebacks().comebacks)
        diary.enter(now, comeback)


def correct_injury(diary: Diary, now: datetime, comeback: ComebackBegun) -> None:
    """The newest comeback is told anew. Raises EasebackError as `injure`."""
    with diary.together():
        known = diary.told_of_comebacks()
        _check_order(comeback, known.comebacks[:-1])
        told = ComebackBegun(**vars(comeback))
        # What cannot be read cannot be corrected; told anew, it is the later one.
        unread = isinstance(known.comebacks[-1], UnreadComeback)
        diary.enter(now, replace(told, corrects=None if unread else known.comeback_ids[-1]))


def _check_order(comeback: ComebackBegun, earlier: tuple[ComebackBegun, ...]) -> None:
    if earlier and comeback.day < earlier[-1].day:
        raise EasebackError(words("injury.before", day=comeback.day, last=earlier[-1].day))


def clear(diary: Diary, now: datetime) -> None:
    """A professional allows running again.

    Raises EasebackError where it is not on hold, or where a yes of today cannot be about the pain
    that holds it.
    """
    today = now.date()
    with diary.together():
        course = diary.read().course(today)
        if not course.view().held:
            raise EasebackError(words("cleared.none"))
        if not course.standing.takes_a_yes(today.toordinal()):
            raise EasebackError(words("cleared.too_early"))
        diary.enter(now, Cleared(today))


def tell_pain(diary: Diary, now: datetime, told: PainTold) -> None:
    """It hurt outside a run. It is judged by the settings of now, whatever they become."""
    with diary.together():
        diary.keep_settings(now, told.day)
        diary.enter(now, told)


def pause(
    diary: Diary, now: datetime, why: Why, start: date | None, until: date | None
) -> PauseBegun:
    """No runs from `start` on: today if left out, or tomorrow where today has a run already.

    Raises EasebackError where it would end before it begins or lie on a day that has a run.
    """
    with diary.together():
        days = [record.day for record in diary.read().history.records]
        begins = start or max([now.date(), *(day + timedelta(days=1) for day in days)])
        if days and begins <= days[-1]:
            raise EasebackError(words("pause.ran", day=begins, ran=days[-1]))
        if until is not None and until <= begins:
            raise EasebackError(words("pause.backwards", start=begins, until=until))
        told = PauseBegun(begins, why, until)
        diary.enter(now, told)
    return told


def back(diary: Diary, now: datetime, day: date) -> date:
    """The pause that is on is over; the first day back is `day`, or the pause's own if later.

    Raises EasebackError where no pause is on.
    """
    with diary.together():
        paused = diary.told_of_comebacks().pause(now.date())
        if paused is None:
            raise EasebackError(words("pause.none"))
        first = max(day, paused.start)
        diary.enter(now, PauseEnded(first))
    return first


def move(diary: Diary, now: datetime, to: date) -> None:
    """The next run is to be on another day, until a run is made or it is moved again.

    Raises EasebackError where no run is announced, or none can be on that day.
    """
    with diary.together():
        if reason := not_movable(diary.read().course(now.date()), to):
            raise EasebackError(f"move: {reason}")
        diary.enter(now, RunMoved(now.date(), to))
