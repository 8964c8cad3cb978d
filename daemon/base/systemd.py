"""What a service tells systemd, and what systemd tells a service: sd_notify(3), sd-daemon(3)."""

import logging
import os
import socket
from contextlib import suppress
from typing import Any

from voice.base.plain import trace_of

# The log's levels as the journal's priorities.
_PRIORITY = {
    logging.DEBUG: 7,
    logging.INFO: 6,
    logging.WARNING: 4,
    logging.ERROR: 3,
    logging.CRITICAL: 2,
}


def notify(message: str) -> None:
    """Send "READY=1", "WATCHDOG=1", "STOPPING=1" or "STATUS=..."; nothing where nobody asks."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out, suppress(OSError):
            out.sendto(message.encode(), address)


def watchdog_seconds() -> float:
    """How often "WATCHDOG=1" is to be sent, in seconds: twice in the time that systemd grants."""
    granted = os.environ.get("WATCHDOG_USEC", "")
    if not granted.isdigit() or os.environ.get("WATCHDOG_PID") != str(os.getpid()):
        return float("inf")
    return int(granted) / 2e6


def log_to_journal() -> bool:
    """Whether standard error is the journal."""
    device, _, inode = os.environ.get("JOURNAL_STREAM", "").partition(":")
    with suppress(OSError):
        status = os.fstat(2)
        return (device, inode) == (str(status.st_dev), str(status.st_ino))
    return False


class PlainFormatter(logging.Formatter):
    """Faults without their messages, which may quote an answer."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Where it happened."""
        return trace_of(ei[1])


class JournalFormatter(PlainFormatter):
    """Lines that the journal files under their priority; it keeps the time itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, each of its lines with its priority."""
        prefix = f"<{_PRIORITY.get(record.levelno, 6)}>"
        lines = super().format(record).splitlines()
        return "\n".join(f"{prefix}{record.name}: {line}" for line in lines)


def set_up_logging() -> None:
    """Log to standard error, as the journal likes it where that is the journal."""
    handler = logging.StreamHandler()
    seen = PlainFormatter("%(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JournalFormatter() if log_to_journal() else seen)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
