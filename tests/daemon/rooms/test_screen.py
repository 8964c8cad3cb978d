"""The countdown on a terminal, and nothing of it where the output is read by a program."""

import io
from datetime import UTC, datetime, timedelta

import pyte
import pytest

from daemon.rooms.screen import Screen, picture
from daemon.session.actions import Scene

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
SCENE = Scene("Toe walk", 2, 11, NOW + timedelta(seconds=23), NOW, NOW + timedelta(seconds=100))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("after", "done"), [(0, 0), (50, 15), (100, 30), (200, 30)])
def test_the_bar_grows_with_the_time(after: int, done: int) -> None:
    *_, bar = picture(SCENE, NOW + timedelta(seconds=after)).splitlines()
    assert bar.count("━") == done
    assert bar.endswith(" 2/11 Toe walk")


def test_the_digits_are_minutes_and_seconds_left_of_the_step() -> None:
    rows = picture(SCENE, NOW).splitlines()[:3]
    assert rows == ["┏━┓     ╺━┓ ╺━┓", "┃ ┃  :  ┏━┛  ━┫", "┗━┛     ┗━╸ ╺━┛"]


def test_it_is_drawn_anew_at_each_full_second_and_gone_before_a_sentence() -> None:
    screen = Screen(out := Terminal())
    assert screen.draw(SCENE, NOW + timedelta(seconds=0.4), 9.0) == pytest.approx(0.6)
    assert screen.draw(SCENE, NOW + timedelta(seconds=1), 0.2) == pytest.approx(0.2)
    screen.line("Half way.")
    screen.line("Ten seconds.")
    assert out.getvalue().endswith("Half way.\nTen seconds.\n")


def shown(out: Terminal) -> list[str]:
    """What a terminal of 80 by 24 shows."""
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(out.getvalue().replace("\n", "\r\n"))
    return [line.rstrip() for line in screen.display if line.strip()]


def test_the_picture_leaves_no_litter_and_what_is_typed_below_it_stays() -> None:
    screen = Screen(out := Terminal())
    for line in ("Toe walk.", "Twenty seconds."):
        screen.line(line)
    screen.draw(SCENE, NOW, 9.0)
    # The terminal shows what is typed; the program sees none of it until Enter.
    for second, typed in enumerate("pause", 1):
        out.write(typed)
        screen.draw(SCENE, NOW + timedelta(seconds=second), 9.0)
    before = shown(out)
    assert before[:2] == ["Toe walk.", "Twenty seconds."]
    assert before[2:] == [*picture(SCENE, NOW + timedelta(seconds=5)).splitlines(), "pause"]
    out.write("\n")
    screen.entered("pause")
    screen.line("Paused.")
    assert shown(out) == ["Toe walk.", "Twenty seconds.", "> pause", "Paused."]


def test_at_the_bottom_of_the_screen_it_is_the_same() -> None:
    screen = Screen(out := Terminal())
    for number in range(40):
        screen.line(f"Line {number}.")
    for second in range(3):
        screen.draw(SCENE, NOW + timedelta(seconds=second), 9.0)
    out.write("next\n")
    screen.entered("next")
    assert shown(out)[-3:] == ["Line 38.", "Line 39.", "> next"]


def test_a_program_reads_sentences_only() -> None:
    screen = Screen(out := io.StringIO())
    assert screen.draw(SCENE, NOW, 9.0) == 9.0
    screen.line("Half way.")
    assert out.getvalue() == "Half way.\n"
