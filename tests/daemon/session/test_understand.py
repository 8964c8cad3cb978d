"""Words as events and days."""

from datetime import date

import pytest

from daemon.diary.facts import By
from daemon.diary.questions import Question
from daemon.session.actions import Ask
from daemon.session.events import Answered, Command, Event, NotUnderstood
from daemon.session.understand import day_named, spoken, typed_answer
from voice.ears.heard import Heard, judged
from voice.language.kinds import CommandName, Kind

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 25)),
        ("Tomorrow.", date(2026, 11, 26)),
        ("yesterday", date(2026, 11, 24)),
        ("on Monday", date(2026, 11, 30)),
        ("wed", date(2026, 12, 2)),
        ("2026-11-30", None),
        ("some day", None),
    ],
)
def test_a_named_day_is_the_next_of_that_name(text: str, day: date | None) -> None:
    assert day_named(text, WEDNESDAY) == day


HEARD = Answered(3, False, By.SPOKEN)
CONFIRM = Ask(Question.LATE, Kind.YESNO, confirms=HEARD)
FAR = Ask(Question.DISTANCE, Kind.DISTANCE, unit="mi")


@pytest.mark.parametrize(
    ("ask", "text", "event"),
    [
        (CONFIRM, "yes", Answered(True, True, By.TYPED)),
        (CONFIRM, "4", Answered(4, True, By.TYPED)),
        (CONFIRM, "banana", NotUnderstood()),
        (CONFIRM, "unknown", Command(CommandName.SKIP)),
        (Ask(Question.LATE, Kind.YESNO, moment=2.0), "five", Answered(5, True, By.TYPED)),
        (Ask(Question.FADED, Kind.YESNO), "4", NotUnderstood()),
        (Ask(Question.MINUTES, Kind.MINUTES), "25:30", Answered(25.5, True, By.TYPED)),
        (Ask(Question.MINUTES, Kind.MINUTES), "1000", NotUnderstood()),
        (
            Ask(Question.DISTANCE, Kind.DISTANCE),
            "2,5 km",
            Answered({"value": 2.5, "unit": "km"}, True, By.TYPED),
        ),
        (FAR, "2,5", Answered({"value": 2.5, "unit": "mi"}, True, By.TYPED)),
        # A number without a unit is in the runner's.
        (FAR, "2.5", Answered({"value": 2.5, "unit": "mi"}, True, By.TYPED)),
        (FAR, "4 km", Answered({"value": 4, "unit": "km"}, True, By.TYPED)),
        (FAR, "far", NotUnderstood()),
    ],
)
def test_a_line_typed_to_a_question_back(ask: Ask, text: str, event: Event) -> None:
    assert typed_answer(ask, text) == event


@pytest.mark.parametrize(
    ("kind", "heard", "event"),
    [
        (Kind.SCORE, None, NotUnderstood()),
        (Kind.SCORE, Heard("[unk]"), NotUnderstood()),
        (Kind.SCORE, judged(Kind.SCORE, "three", sure=True), Answered(3, True, By.SPOKEN)),
        (Kind.SCORE, judged(Kind.SCORE, "two or three", sure=False), Answered(3, False, By.SPOKEN)),
        (Kind.SCORE, judged(Kind.SCORE, "ouch", sure=False), Command(CommandName.OUCH)),
        (Kind.YESNO, judged(Kind.YESNO, "no", sure=True), Answered(False, True, By.SPOKEN)),
        (Kind.YESNO, judged(Kind.YESNO, "stop", sure=True), Command(CommandName.STOP)),
        (Kind.COMMAND, judged(Kind.COMMAND, "next", sure=True), Command(CommandName.NEXT)),
        (Kind.COMMAND, judged(Kind.COMMAND, "next", sure=False), NotUnderstood()),
        (Kind.COMMAND, judged(Kind.COMMAND, "pause", sure=False), Command(CommandName.PAUSE)),
        (Kind.COMMAND, judged(Kind.COMMAND, "stop", sure=False), Command(CommandName.STOP)),
    ],
)
def test_what_is_heard_means_what_the_ears_found(
    kind: Kind, heard: Heard | None, event: Event
) -> None:
    assert spoken(kind, heard) == event


def test_a_spoken_text_is_for_people_and_not_read_again() -> None:
    # A voice that it knows said four, though the recogniser took it for nine.
    known = Heard("nine", 4, sure=False)
    assert spoken(Kind.SCORE, known) == Answered(4, False, By.SPOKEN)
