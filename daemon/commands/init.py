"""`easeback init`: a few questions, then the settings and what follows from them."""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from daemon.base import clock, paths
from daemon.base.errors import CannotRun, EasebackError, Problems
from daemon.base.terminal import folded
from daemon.base.words import listed, shown_answer, words
from daemon.commands import Commands
from daemon.commands.init_answers import as_setting
from daemon.commands.injury_options import DETAILS, Detail, add_details, fields_of, told_in
from daemon.diary import telling
from daemon.diary.announce import next_sentence
from daemon.diary.comeback_facts import FirstComeback, Injury
from daemon.diary.opened import opened
from daemon.diary.snapshot import Recent
from daemon.settings.config import Config, parse_config
from daemon.settings.edit import with_setting
from daemon.settings.own_file import own_text
from daemon.settings.rulebook import table_in_force
from daemon.settings.voice import voice_client
from rules.program import ATTENTION_FACTOR
from voice.base.errors import VoiceFailed
from voice.base.own_folder import own_folder
from voice.base.whole_file import write_whole


@dataclass(frozen=True)
class Topic:
    """One setting that is asked for; its question is in the words file."""

    section: str
    key: str

    @property
    def flag(self) -> str:
        """The option that answers it."""
        return f"--{self.key.replace('_', '-')}"

    @property
    def answer(self) -> str:
        """Where the parsed option is found."""
        return f"answer_{self.key}"


_GOAL = Topic("plan", "goal_minutes")
TOPICS = (
    Topic("runner", "professional"),
    Topic("runner", "units"),
    _GOAL,
    Topic("reminders", "run"),
    Topic("reminders", "next_day"),
    Topic("reminders", "strength_days"),
)
# What an empty line means where it is more than "not told".
_UNTOLD = {"kind": Injury.SOFT, "severe": False, "weeks": 0}
_YES_NO = {"yes": "true", "y": "true", "no": "false", "n": "false"}


def add_commands(commands: Commands) -> None:
    """Add `init` to the parser."""
    init = commands.add_parser(
        "init",
        help="a few questions about your injury and your days, to begin with",
        description="Asks what your plan depends on, writes the settings and says what follows. "
        "Settings that are there already are never overwritten.",
        usage="easeback init [--defaults] [--hear] [ANSWERS]",
        epilog="example without questions: easeback init --defaults --kind soft --weeks 6; "
        "what else can be told of the injury: easeback injury --help",
    )
    init.add_argument("--defaults", action="store_true", help="ask nothing")
    init.add_argument("--hear", action="store_true", help="say aloud what follows")
    add_details(init, hidden=True)
    for topic in TOPICS:
        flag = words(f"init_flag.{topic.key}")
        init.add_argument(topic.flag, dest=topic.answer, metavar="...", help=flag)
    init.add_argument(
        "--change", metavar="ANSWER", help="one answer alone, later: goal, units, run, ..."
    )
    init.set_defaults(run=_init)


def _init(arguments: argparse.Namespace) -> int:
    return _change(arguments) if arguments.change else _first(arguments)


def _change(arguments: argparse.Namespace) -> int:
    """One answer anew; every other setting stays as it is."""
    topic, file = _topic(arguments.change), paths.config_file()
    text = own_text(file)
    if text is None:
        raise EasebackError(words("init.nothing_to_change", file=file))
    was = _of(parse_config(text, str(file)), topic)
    given = getattr(arguments, topic.answer)
    value = _ask(topic, was) if given is None else _value(topic, given)
    changed = with_setting(text, topic.section, topic.key, value)
    config = parse_config(changed, f"init --change {arguments.change}")
    try:
        write_whole(file, changed)
    except OSError as error:
        raise CannotRun(f"init: {file}: {error.strerror}") from None
    print(words("init.changed", key=topic.key, was=_told(was), now=_told(_of(config, topic))))
    return 0


def _topic(name: str) -> Topic:
    """The one that is meant: "goal", "goal-minutes"."""
    plain = name.lower().replace("-", "_").replace(" ", "_")
    for topic in TOPICS:
        if topic.key == plain or topic.key.startswith(f"{plain}_"):
            return topic
    names = ", ".join(topic.key for topic in TOPICS)
    raise EasebackError(words("init.no_topic", name=name, names=names))


def _first(arguments: argparse.Namespace) -> int:
    file = paths.config_file()
    _refuse_over(file)
    print(folded(words("init.first")))
    today = clock.now().date()
    injury = _injury(arguments, today)
    answers: dict[Topic, str] = {}
    for topic in TOPICS:
        given = getattr(arguments, topic.answer)
        if given is not None:
            answers[topic] = _value(topic, given)
        # The usual week tells what the goal is.
        elif not arguments.defaults and not (topic is _GOAL and injury.usual):
            answers[topic] = _ask(topic)
    text = _toml(answers)
    config = parse_config(text, "init")
    # Questions take minutes, in which somebody may have written one.
    _refuse_over(file)
    with opened(config, table_in_force()) as diary:
        telling.begin_first(diary, clock.now(), injury)
        recent = diary.recent(today)
    try:
        own_folder(file.parent)
        write_whole(file, text)
    except OSError as error:
        raise CannotRun(f"init: {file}: {error.strerror}") from None
    summary = _summary(config, injury, recent, today)
    print(*map(folded, (*summary, words("init.next", file=file))), sep="\n")
    if arguments.hear or (not arguments.defaults and _wants_to_hear()):
        asyncio.run(_say(" ".join(summary), config))
    return 0


def _injury(arguments: argparse.Namespace, today: date) -> FirstComeback:
    """What the runner tells of the injury: by options, or asked for."""
    try:
        told = dict(told_in(arguments, today))
        for detail in DETAILS.values():
            if detail.name not in told and not arguments.defaults and _matters(detail.name, told):
                told[detail.name] = _ask_detail(detail, today)
        return FirstComeback(**{"day": today, "injury": Injury.SOFT, **fields_of(told)})
    except ValueError as error:
        raise EasebackError(f"init {error}") from None


def _matters(name: str, told: Mapping[str, Any]) -> bool:
    """Whether a question about this is of use after what was told."""
    needs = {"side": "site", "cause_minutes": "cause"}
    return name not in needs or bool(told.get(needs[name]))


def _ask_detail(detail: Detail, today: date) -> Any:
    def read(line: str) -> Any:
        if not line:
            return _UNTOLD.get(detail.name)
        try:
            return detail.value(line, today)
        except ValueError as error:
            raise Problems([str(error)], "init") from None

    shown = words(f"injury_default.{detail.name}")
    return _asked(words(f"injury_question.{detail.name}"), shown, read)


def _refuse_over(file: Path) -> None:
    if file.exists():
        raise EasebackError(f"init: {file} is there already; change it, or remove it first")


def _wants_to_hear() -> bool:
    print(words("init.hear"), end=" ", flush=True)
    return _YES_NO.get(sys.stdin.readline().strip().lower()) == "true"


async def _say(text: str, config: Config) -> None:
    async with voice_client(config.voice) as client:
        try:
            await client.say(text)
        except VoiceFailed as failed:
            print(words("voice.no_speaker", reason=failed.reason))


def _ask(topic: Topic, now: Any = None) -> str:
    """The answer as TOML; an empty line takes what is `now`, else the default."""

    def read(line: str) -> str:
        if line:
            return _value(topic, line)
        return _default(topic) if now is None else json.dumps(now, ensure_ascii=False)

    shown = _told(_of(Config(), topic) if now is None else now)
    return str(_asked(_question(topic), shown, read))


def _asked(question: str, shown: str, read: Callable[[str], Any]) -> Any:
    """Ask until what is typed can be read; an empty line takes what is shown."""
    if not sys.stdin.isatty():
        raise EasebackError("init: there is no terminal to ask at; see easeback init --help")
    while True:
        print(f"{question} [{shown}] ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        try:
            return read(line.strip())
        except Problems as error:
            print(error)


def _value(topic: Topic, text: str) -> str:
    """The answer as TOML. Raises Problems where the setting does not take it."""
    try:
        told = as_setting(topic.key, text.strip())
    except ValueError as error:
        raise Problems([str(error)], f"init {topic.flag}") from None
    if told is None:
        return _default(topic)
    text = str(told)
    default = _of(Config(), topic)
    if isinstance(default, bool):
        value = _YES_NO.get(text.lower(), json.dumps(text))
    elif isinstance(default, int):
        value = str(int(text)) if text.isdecimal() else json.dumps(text)
    elif isinstance(default, tuple):
        value = json.dumps([day[:3] for day in re.split(r"[\s,]+|and", text.lower()) if day])
    else:
        value = json.dumps(text, ensure_ascii=False)
    parse_config(_toml({topic: value}), f"init {topic.flag}")
    return value


def _toml(answers: Mapping[Topic, str]) -> str:
    lines = [words("init.head")]
    section = ""
    for topic, value in answers.items():
        if topic.section != section:
            section = topic.section
            lines += ["", f"[{section}]"]
        lines.append(f"{topic.key} = {value}")
    goal = next((int(v) for t, v in answers.items() if t.key == "goal_minutes"), None)
    if goal is not None and goal < Config().plan.start_minutes:
        # Who never ran longer than the usual first run starts with all they ran.
        start = f"start_minutes = {goal}\nfloor_minutes = {min(goal, Config().plan.floor_minutes)}"
        lines.insert(lines.index(f"goal_minutes = {goal}") + 1, start)
    return "\n".join(lines) + "\n"


def _summary(config: Config, injury: FirstComeback, recent: Recent, today: date) -> list[str]:
    easy_weeks = recent.course.standing.terms.easy_weeks
    lines = [
        words("init.easy", weeks=words("count.week", n=easy_weeks)),
        next_sentence(recent.course, today, config.runner.professional),
    ]
    if injury.injury_weeks:
        weeks = words("count.week", n=ATTENTION_FACTOR * injury.injury_weeks)
        lines.append(words("init.attention", weeks=weeks))
    times = config.reminders
    lines.append(words("init.reminders", run=times.run, next_day=times.next_day))
    if times.strength_days:
        days = [words(f"weekday.{day}") for day in times.strength_days]
        lines.append(words("init.strength", days=listed(days)))
    if injury.injury is Injury.BONE:
        lines.append(words("init.any_pain"))
    return lines


def _question(topic: Topic) -> str:
    return words(f"init.{topic.key}")


def _default(topic: Topic) -> str:
    value = _of(Config(), topic)
    return json.dumps(value, ensure_ascii=False)


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return shown_answer(value) if value or value is False else words("init.no_default")


def _of(config: Config, topic: Topic) -> Any:
    return getattr(getattr(config, topic.section), topic.key)
