"""Which question about an attempt is open."""

from collections.abc import Mapping, Set
from enum import StrEnum

from rules.model import Attempt
from voice.language.kinds import Kind


class Question(StrEnum):
    """One answer about an attempt; the value is the attempt's field."""

    WARMUP = "warmup"
    FADED = "faded"
    LATE = "late"
    MINUTES = "minutes"
    DISTANCE = "distance"
    NEXT_DAY = "next_day"


class Consent(StrEnum):
    """A question that is about no attempt and has no answer in it."""

    GO_ANYWAY = "go_anyway"
    ENDED_BY_PAIN = "ended_by_pain"


Asked = Question | Consent


class Occasion(StrEnum):
    """When a group of questions is asked."""

    AFTER_WARMUP = "after_warmup"
    AFTER_RUN = "after_run"
    NEXT_MORNING = "next_morning"


KIND: Mapping[Asked, Kind] = {
    Question.WARMUP: Kind.SCORE,
    Question.FADED: Kind.YESNO,
    Question.LATE: Kind.SCORE,
    Question.MINUTES: Kind.MINUTES,
    Question.DISTANCE: Kind.DISTANCE,
    Question.NEXT_DAY: Kind.SCORE,
    Consent.GO_ANYWAY: Kind.YESNO,
    Consent.ENDED_BY_PAIN: Kind.YESNO,
}

_ORDER = {
    Occasion.AFTER_WARMUP: (Question.WARMUP,),
    Occasion.AFTER_RUN: (
        Question.WARMUP,
        Question.FADED,
        Question.LATE,
        Question.MINUTES,
        Question.DISTANCE,
    ),
    Occasion.NEXT_MORNING: (Question.NEXT_DAY,),
}


def open_question(attempt: Attempt, answered: Set[Question], occasion: Occasion) -> Question | None:
    """The first question of this occasion that has no answer yet; "not known" is an answer."""
    for question in _ORDER[occasion]:
        if question in answered:
            continue
        if question is Question.FADED and not attempt.warmup:
            continue
        return question
    return None
