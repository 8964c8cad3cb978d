"""The control protocol: one JSON object a line, both ways. Pure: bytes in, values out.

Documented in docs/control.md. A frame that is not understood is answered, never guessed at.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import MISSING, dataclass
from typing import Any

from daemon.base.errors import Refused
from daemon.control.version import VERSION
from daemon.diary.facts import SessionKind
from daemon.diary.questions import Consent, Question
from daemon.settings.fields import FLAG, Check, checked, checks, line, whole
from voice.base.json_object import json_object

MOST_BYTES = 4096
"""The longest request, its newline included."""
MOST_TEXT = 160


class BadFrame(Refused):
    """A frame that is no request; `id` is its own where that could be read."""

    def __init__(self, code: str, message: str, number: int | str | None = None) -> None:
        super().__init__(code, message)
        self.id = number


_QUESTIONS = [str(each) for each in (*Question, *Consent)]
_ASKED = Check(
    lambda value: isinstance(value, str) and value in _QUESTIONS,
    f"one of {', '.join(_QUESTIONS)}",
)
_TEXT = line(MOST_TEXT, f"one line of 1 to {MOST_TEXT} characters", least=1)
# The question at the end of a warm-up comes with it.
_STARTED = (SessionKind.WARMUP, SessionKind.GO, SessionKind.CHECKIN, SessionKind.STRENGTH)
_SESSION = Check(
    lambda value: value in _STARTED,
    '"{}", "{}", "{}" or "{}"'.format(*_STARTED),
    SessionKind,
)


@dataclass(frozen=True)
class Status:
    """What is open, what comes next, and how the daemon is."""


@dataclass(frozen=True)
class Next:
    """The next run."""


@dataclass(frozen=True)
class Follow:
    """The session as it stands; given `since`, answered once it is past that number."""

    since: int | None = checked(whole(0), None)


@dataclass(frozen=True)
class Start:
    """Start a session; one `in_writing` neither speaks nor listens."""

    session: SessionKind = checked(_SESSION)
    next_day: bool = checked(FLAG, False)
    new_run: bool = checked(FLAG, False)
    in_writing: bool = checked(FLAG, False)


@dataclass(frozen=True)
class GiveAnswer:
    """An answer as a person would type it, to the open question or to the one it names."""

    text: str = checked(_TEXT)
    question: str | None = checked(_ASKED, None)
    attempt: int | None = checked(whole(1), None)


@dataclass(frozen=True)
class GiveCommand:
    """A command as a person would type it: pause, next, stop."""

    name: str = checked(_TEXT)


@dataclass(frozen=True)
class Snooze:
    """No reminders for a while."""

    minutes: int = checked(whole(10, 7 * 24 * 60), 30)


@dataclass(frozen=True)
class Skip:
    """No run today."""


@dataclass(frozen=True)
class Clear:
    """A professional allows running again."""


@dataclass(frozen=True)
class TickStrength:
    """Tick off today's strength work."""


@dataclass(frozen=True)
class Undo:
    """Take back the newest entry."""


@dataclass(frozen=True)
class Look:
    """Something changed in the store: see what is due."""


@dataclass(frozen=True)
class Reload:
    """Read the settings again."""


Request = (
    Status
    | Next
    | Follow
    | Start
    | GiveAnswer
    | GiveCommand
    | Snooze
    | Skip
    | Clear
    | TickStrength
    | Undo
    | Look
    | Reload
)

Perform = Callable[[Request], Awaitable[dict[str, Any]]]
"""Does what is asked for; the values of the answer. Raises Refused."""

OPERATIONS: dict[str, type[Request]] = {
    "status": Status,
    "next": Next,
    "session": Follow,
    "start": Start,
    "answer": GiveAnswer,
    "command": GiveCommand,
    "snooze": Snooze,
    "skip": Skip,
    "cleared": Clear,
    "strength_done": TickStrength,
    "undo": Undo,
    "look": Look,
    "reload": Reload,
}


@dataclass(frozen=True)
class Frame:
    """A request with the id that its answer will carry."""

    request: Request
    id: int | str | None = None


def frame_from(line: bytes) -> Frame:
    """Read one line. Raises BadFrame for whatever is not a request of this version."""
    if len(line) > MOST_BYTES:
        raise BadFrame("too_long", f"a request has at most {MOST_BYTES} bytes")
    values = _object(line)
    number = values.pop("id", None)
    if not (number is None or whole(0).takes(number) or _TEXT.takes(number)):
        raise BadFrame("bad_request", "id: expected a whole number or a short text")
    if (version := values.pop("v", None)) != VERSION or type(version) is not int:
        raise BadFrame("bad_version", f"v: this daemon speaks version {VERSION}", number)
    operation = values.pop("op", None)
    kind = OPERATIONS.get(operation) if isinstance(operation, str) else None
    if kind is None:
        raise BadFrame("unknown_op", f"op: expected one of {', '.join(OPERATIONS)}", number)
    return Frame(_request(kind, values, number), number)


def reply(number: int | str | None, values: dict[str, Any]) -> bytes:
    """A request done, as one line."""
    return _line({"v": VERSION, "id": number, "ok": True, **values})


def refusal(number: int | str | None, refused: Refused) -> bytes:
    """A request not done, as one line."""
    error = {"code": refused.code, "message": refused.message}
    return _line({"v": VERSION, "id": number, "ok": False, "error": error})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    try:
        return json_object(line)
    except ValueError:
        raise BadFrame("bad_json", "expected one JSON object on one line, in UTF-8") from None


def _request(kind: type[Request], values: dict[str, Any], number: int | str | None) -> Request:
    known = checks(kind)
    read = {}
    for name, value in values.items():
        if name not in known:
            raise BadFrame("bad_request", f"{name[:40]!r}: unknown key", number)
        item, check = known[name]
        left_out = value is None and item.default is None
        if not left_out and not check.takes(value):
            raise BadFrame("bad_request", f"{name}: expected {check.expected}", number)
        read[name] = value if left_out else check.read(value)
    for name, (item, _) in known.items():
        if item.default is MISSING and name not in values:
            raise BadFrame("bad_request", f"{name}: is missing", number)
    return kind(**read)
