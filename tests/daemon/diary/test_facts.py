"""The kinds of facts: each that the runner enters can be told to the runner."""

from typing import Any

import pytest

from daemon.diary.facts import KINDS, Answer, By, Damaged
from daemon.diary.questions import Question
from daemon.diary.taking_back import in_words
from tests.daemon.diary.test_codec import GOOD, told

ENTRIES = [kind for kind, fact in KINDS.items() if fact.entry]


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_entry_has_its_words(kind: str) -> None:
    fact = told(kind, GOOD[kind])
    assert not isinstance(fact, Damaged)
    said = in_words(fact)
    assert said
    # What was entered is in them: the day, the time or the answer.
    shown = {"answer": "3", "pain": "3", "snoozed": "08:00"}.get(kind, "2026-11-24")
    assert shown in said


@pytest.mark.parametrize("question", Question)
def test_the_answer_to_every_question_has_its_words(question: Question) -> None:
    values: dict[Question, Any] = {
        Question.FADED: True,
        Question.DISTANCE: {"value": 4, "unit": "mi"},
    }
    shown = {Question.FADED: "yes", Question.DISTANCE: "4 miles"}.get(question, "3")
    assert shown in in_words(Answer(1, By.TYPED, question, values.get(question, 3)))
