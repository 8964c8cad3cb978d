"""Another language is a file: nothing of the English one is said or shown beside it."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from string import Formatter, ascii_letters
from typing import Any

import pytest
import tomli

from daemon.base import clock, paths, words
from daemon.base.dates import spoken_day
from daemon.cli import main
from daemon.commands.diary import diary
from daemon.diary.diary import Diary
from daemon.diary.opened import opened_here
from daemon.exchange.calendar_file import calendar_text
from daemon.reminders.buttons import reminder_notice
from daemon.reminders.due import of_day
from daemon.session.guide import check_in, run, strength, warm_up
from daemon.settings.config import Reminders
from rules.model import Distance
from tests.fakes.scripted_room import ScriptedRoom
from voice.audio.level import SILENCE, Level, advice, meter
from voice.base import words as voice_words
from voice.base.errors import VoiceFailed
from voice.base.places import words_file
from voice.child.client import VoiceClient
from voice.ears.catalogue import catalogue

MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
# Every Latin letter as a Cyrillic one: what still has a Latin one did not come from the file.
CYRILLIC = str.maketrans(
    ascii_letters, "".join(chr(first + n) for first in (0x430, 0x410) for n in range(26))
)
NO_SENTENCES = {("number", "form"), ("page", "language")}
# Ids of the table's rows and of answers, the model, the time zone, and places on the disk.
NAMES = re.compile(
    r"\b(persistent|faded|returned|late_onset|late|next_day|warmup|clear|unknown|early|too_much|hold|tiny-en|small-en-us|UTC)\b|/\S+"
)


def table(name: str, package: str = "daemon") -> dict[str, Any]:
    return tomli.loads((files(package) / "data" / f"{name}.toml").read_text("utf-8"))


def translated(text: str) -> str:
    """The text in Cyrillic, its placeholders as they are."""
    parts = []
    for literal, name, spec, conversion in Formatter().parse(text):
        parts.append(literal.translate(CYRILLIC))
        if name is not None:
            parts.append(f"{{{name}{'!' if conversion else ''}{conversion or ''}")
            parts.append(f":{spec}}}" if spec else "}")
    return "".join(parts)


def step(row: Mapping[str, Any]) -> str:
    """The row of an exercise, its texts in Cyrillic."""
    texts = json.dumps(row)
    for text in (row["name"], row["how"], *row.get("sides", ())):
        texts = texts.replace(f'"{text}"', f'"{text.translate(CYRILLIC)}"')
    values = json.loads(texts).items()
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values)


@pytest.fixture
def own_words() -> Iterator[Path]:
    file = words_file()
    file.parent.mkdir(parents=True)
    forget()
    yield file
    forget()


def forget() -> None:
    """Have the file read again."""
    words._language.cache_clear()
    voice_words._language.cache_clear()
    catalogue.cache_clear()


@pytest.fixture
def cyrillic(own_words: Path) -> None:
    """A complete language file, and the settings with texts of their own."""
    lines = []
    for section, sentences in {**table("words", "voice"), **table("words")}.items():
        lines.append(f"[{section}]")
        for name, text in sentences.items():
            own = text if (section, name) in NO_SENTENCES else translated(text)
            lines.append(f"{name} = {json.dumps(own, ensure_ascii=False)}")
    own_words.write_text("\n".join(lines), "utf-8")
    settings = ["[runner]", f'professional = "{"a doctor".translate(CYRILLIC)}"', "severe = true"]
    for name in ("warmup", "strength"):
        for stage, rows in table(name).items():
            settings += [f"[[{name}.{stage}]]\n{step(row)}" for row in rows]
    paths.config_file().write_text("\n".join(settings), "utf-8")


def latin(*texts: str) -> list[str]:
    """Which of the texts has a word of the English file."""
    return [text for text in texts if re.search("[A-Za-z]", NAMES.sub("", text))]


@pytest.fixture
def book(cyrillic: None) -> Iterator[Diary]:
    with opened_here() as diary:
        yield diary


def test_a_day_is_in_the_language_of_the_file(book: Diary) -> None:
    rooms = [
        ScriptedRoom(MORNING, ["what", "3"]),
        ScriptedRoom(MORNING, ["3", "no", "unknown", "yes", "2.5 miles"]),
        ScriptedRoom(MORNING + timedelta(days=1), ["help", "0"]),
        ScriptedRoom(MORNING + timedelta(days=1)),
        ScriptedRoom(MORNING + timedelta(days=4), ["8"]),
    ]
    for session, room in zip((warm_up, run, check_in, strength, warm_up), rooms, strict=True):
        asyncio.run(session(room, book))
        # Tones are no words.
        said = [text for text in room.said if not text.startswith("~")]
        assert said
        assert latin(*said, *room.notified) == []
    assert [record.attempt.next_day for record in book.read().history.records] == [0, None]


def test_reminders_and_their_buttons_are_in_the_language_of_the_file(book: Diary) -> None:
    asyncio.run(check_in(ScriptedRoom(MORNING, ["2", "yes", "8", "30", "5k"]), book))
    times = Reminders(strength_days=("tue",))
    kinds = set()
    for days in range(70):
        now = MORNING + timedelta(days=days)
        for reminder in of_day(now.date(), book.read().standing(now), times):
            notice = reminder_notice(reminder)
            labels = [button.label for button in notice.buttons]
            assert latin(notice.text, notice.by_hand, *labels) == []
            kinds.add(reminder.kind)
    assert kinds == {"next_day", "hold", "strength"}


@pytest.mark.parametrize(
    "command",
    [
        "next",
        "status",
        "plan",
        "plan --if warmup=8,faded=no",
        "history",
        "log --warmup 0 --late 2 --distance 1mi",
        "undo",
        "skip",
        "cleared",
        "snooze 45m",
        "strength done",
        "backup",
        "voice status",
        "model list",
        "service status",
        "forget --yes",
    ],
)
@pytest.mark.usefixtures("cyrillic")
def test_commands_answer_in_the_language_of_the_file(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for days, answers in ((5, "--warmup 3 --faded no --late 2 --next-day 8"), (1, "--warmup 0")):
        day = clock.now().date() - timedelta(days=days)
        assert main(["log", "--day", day.isoformat(), *answers.split()]) == 0
    capsys.readouterr()
    assert main(command.split()) == 0
    told = capsys.readouterr()
    assert told.out
    assert latin(*told.out.splitlines(), *told.err.splitlines()) == []


@pytest.mark.usefixtures("cyrillic")
@pytest.mark.parametrize("programs", [True, False])
def test_the_doctor_s_reasons_are_in_the_language_of_the_file(
    programs: bool, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    if not programs:
        monkeypatch.setenv("PATH", str(home))
    assert main(["doctor"]) == 0
    assert latin(*capsys.readouterr().out.splitlines()) == []


@pytest.mark.usefixtures("cyrillic")
def test_a_lost_voice_is_told_of_in_the_language_of_the_file() -> None:
    async def reason() -> str:
        async with VoiceClient(command=["false"]) as client:
            with pytest.raises(VoiceFailed) as lost:
                await client.say("x")
        return lost.value.reason

    assert latin(asyncio.run(reason())) == []


@pytest.mark.usefixtures("cyrillic")
def test_what_is_heard_and_how_loud_is_in_the_language_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import numpy as np
    import soundfile

    from voice.__main__ import main as voice

    quiet, long = tmp_path / "quiet.wav", tmp_path / "long.wav"
    soundfile.write(quiet, np.zeros(16_000), 16_000)
    soundfile.write(long, np.zeros(16_000 * 61), 16_000)
    assert voice(["hear", "--for", "score", *map(str, (quiet, long, tmp_path))]) == 2
    told = capsys.readouterr()
    shown = [*told.out.splitlines(), *told.err.replace("easeback: ", "").splitlines()]
    assert len(shown) == 3
    assert latin(*shown) == []
    loud, soft = Level(-3.0, True), Level(-50.0, False)
    for heard in ([loud], [soft], [Level(-20.0, False)], [Level(SILENCE, False)]):
        assert latin(advice(heard), meter(heard[0])) == []


def test_a_reason_is_told_though_the_file_has_faults(own_words: Path) -> None:
    own_words.write_text('[sound]\nno_card = "{x}"\nno_server = "kein Server."\n')
    assert voice_words.words("sound.no_card") == table("words", "voice")["sound"]["no_card"]
    assert voice_words.words("sound.no_server") == "kein Server."
    own_words.write_text("[sound")
    forget()
    assert voice_words.words("sound.no_card") == table("words", "voice")["sound"]["no_card"]


def test_the_page_and_the_calendar_are_in_the_language_of_the_file(
    book: Diary, tmp_path: Path
) -> None:
    from icalendar import Calendar

    main("log --warmup 3 --faded no --late 2 --minutes 20.5 --distance 2.5km".split())
    assert main(["report", "--to", str(tmp_path / "page.html")]) == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|&\w+;", "\n", page, flags=re.DOTALL)
    assert latin(*shown.splitlines()) == []
    with diary() as read:
        events = Calendar.from_ical(calendar_text(read.read(), clock.now())).walk("VEVENT")
    assert events
    for event in events:
        assert latin(str(event["summary"]), str(event["description"])) == []


def test_the_file_decides_on_forms_dates_and_the_decimal_point(own_words: Path) -> None:
    own_words.write_text(
        """
[number]
form = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
point = ","
[count]
minute = "{n} minuta|{n} minuty|{n} minut"
[unit]
km = "{n} kilometr|{n} kilometry|{n} kilometrów|{n} kilometra"
[list]
and = "{first} i {last}"
[weekday]
thu = "czwartek"
[month]
12 = "grudnia"
[date]
spoken = "{weekday}, {day}. {month}"
"""
    )
    minutes = [words.words("count.minute", n=n) for n in (1, 2, 5, 12, 22)]
    assert minutes == ["1 minuta", "2 minuty", "5 minut", "12 minut", "22 minuty"]
    # A sentence that was not translated has the two forms of English.
    assert words.words("count.week", n=5) == "5 weeks"
    kilometres = [words.spoken_answer(Distance(Decimal(n), "km")) for n in ("1.0", "3", "2.50")]
    assert kilometres == ["1 kilometr", "3 kilometry", "2,5 kilometra"]
    assert words.listed(["a", "b", "c"]) == "a, b i c"
    assert spoken_day(date(2026, 12, 3), date(2026, 11, 25)) == "czwartek, 3. grudnia"


def test_what_the_file_leaves_out_stays_english(own_words: Path) -> None:
    own_words.write_text('[dialogue]\nnoted = "{answer}, notiert."\n')
    assert words.words("dialogue.noted", answer="Drei") == "Drei, notiert."
    assert words.words("routine.half") == table("words")["routine"]["half"]


def test_an_answer_that_is_recalled_is_in_the_words_of_today(
    own_words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["next"]) == 0
    own_words.write_text('[next]\nfirst = "Erster Lauf: {length}"\n')
    forget()
    capsys.readouterr()
    assert main(["next"]) == 0
    assert capsys.readouterr().out.startswith("Erster Lauf")


def test_a_language_file_with_faults_names_them_all(own_words: Path) -> None:
    own_words.write_text(
        """
[dialogue]
noted = "{anser}"
confirm = "{"
noticed = "x"
minutes = "{minutes:x}"
counted = "{answer!x}"
[routin]
half = "x"
[number]
form = "import os"
"""
    )
    with pytest.raises(words.WordsError) as caught:
        words.words("routine.half")
    faults = [problem.split(": ")[1] for problem in str(caught.value).splitlines()]
    wrong = ["noted", "confirm", "noticed", "minutes", "counted"]
    assert faults == [*(f"dialogue.{name}" for name in wrong), "routin", "number.form"]
