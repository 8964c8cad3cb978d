"""What a watch says of a run, checked: one that saw the impossible is told of."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from daemon.base.errors import Problems
from daemon.base.words import shown_answer, words
from daemon.diary.facts import answer_of
from daemon.diary.questions import Question
from daemon.exchange.activity import Activity
from rules.model import Distance, RulesError


def answers_of(activity: Activity, unit: str) -> dict[str, Any]:
    """What it answers of an attempt, as JSON values. Raises Problems where it cannot be a run."""
    answers = activity.answers(unit)
    if not answers:
        raise Problems([words("import.nothing_told")])
    if activity.too_short:
        seconds = round((activity.minutes or 0) * 60, 1)
        raise Problems([words("import.too_short", seconds=words("count.second", n=seconds))])
    problems = [
        _impossible(name, value) for name, value in answers.items() if not _can_be(name, value)
    ]
    if not problems and activity.too_fast:
        problems.append(words("import.too_fast", told=" / ".join(spoken_answers(answers))))
    if problems:
        raise Problems(problems)
    return answers


def spoken_answers(answers: Mapping[Any, Any]) -> list[str]:
    """Each as people say it: "25 minutes", "4.12 kilometers"."""
    return [_spoken(question, value) for question, value in answers.items()]


def _can_be(question: str, value: Any) -> bool:
    try:
        answer_of(Question(question), value)
    except RulesError:
        return False
    return True


def _impossible(question: str, value: Any) -> str:
    possible = words(f"import.possible_{question}")
    told = _spoken(question, value)
    return words("import.impossible", told=told, possible=possible, question=question)


def _spoken(question: str, value: Any) -> str:
    if question == Question.MINUTES:
        return words("count.minute", n=value)
    # It may be no distance that a run has.
    return shown_answer(Distance(Decimal(str(value["value"])), value["unit"]))
