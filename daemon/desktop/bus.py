"""A D-Bus connection that is made when it is first needed, and again after it broke."""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from daemon.base.words import words

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

# The session goes on without a bus that does not answer in this time.
ANSWER_SECONDS = 2.0


class BusFailed(Exception):
    """The bus or who was called on it did not answer; the text says why."""


@dataclass(frozen=True)
class Call:
    """A method of an object on the bus; `signature` is that of its arguments."""

    destination: str
    path: str
    interface: str
    member: str
    signature: str = ""


@dataclass(frozen=True)
class Signal:
    """Something that an object on the bus told everybody."""

    interface: str
    member: str
    body: tuple[Any, ...]


class Bus:
    """The session bus.

    `rules` are D-Bus match rules; every signal that matches one goes to `on_signal`. `on_lost` is
    called when a connection ends that was there.
    """

    def __init__(
        self,
        rules: Sequence[str],
        on_signal: Callable[[Signal], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._rules = rules
        self._on_signal = on_signal
        self._on_lost = on_lost
        self._bus: MessageBus | None = None
        self._watching: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def call(self, call: Call, *arguments: Any) -> list[Any]:
        """What the method returns. Raises BusFailed, after ANSWER_SECONDS at the latest."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await _call(await self._connected(), call, arguments)
        except TimeoutError:
            raise BusFailed(words("bus.silent", name=call.destination)) from None
        except (OSError, EOFError) as error:
            raise BusFailed(_gone(str(error))) from None

    async def close(self) -> None:
        """End the connection."""
        if self._bus and self._watching:
            self._bus.disconnect()
            await self._watching

    async def _connected(self) -> "MessageBus":
        # Two turns of the loop: a bus that has just hung up is noticed before it is written to.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        async with self._turn:
            if self._bus and self._bus.connected:
                return self._bus
            return await self._connect()

    async def _connect(self) -> "MessageBus":
        # Imported here: most commands never talk to the bus.
        from dbus_fast import DBusFastError
        from dbus_fast.aio import MessageBus

        try:
            bus = await MessageBus(bus_address=_address()).connect()
        except DBusFastError as error:
            raise BusFailed(words("bus.unreachable", reason=error)) from None
        try:
            for rule in self._rules:
                await _call(bus, _ADD_MATCH, (rule,))
        except BaseException:
            bus.disconnect()
            raise
        bus.add_message_handler(self._hand_on)
        self._bus = bus
        self._watching = asyncio.create_task(self._watch(bus))
        return bus

    def _hand_on(self, message: Any) -> None:
        from dbus_fast import MessageType

        if message.message_type is MessageType.SIGNAL:
            self._on_signal(Signal(message.interface, message.member, tuple(message.body)))

    async def _watch(self, bus: "MessageBus") -> None:
        with suppress(OSError, EOFError):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # untyped in dbus-fast
        if self._bus is bus:
            self._bus = self._watching = None
        self._on_lost()


_ADD_MATCH = Call(
    "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s"
)


async def _call(bus: "MessageBus", call: Call, arguments: Sequence[Any]) -> list[Any]:
    from dbus_fast import Message, MessageType

    reply = await bus.call(
        Message(
            destination=call.destination,
            path=call.path,
            interface=call.interface,
            member=call.member,
            signature=call.signature,
            body=list(arguments),
        )
    )
    if reply is None:
        raise BusFailed(_gone())
    if reply.message_type is MessageType.ERROR:
        raise BusFailed(f"{call.destination}: {reply.body[0] if reply.body else reply.error_name}")
    return list(reply.body)


def _gone(reason: str = "") -> str:
    return words("bus.gone", reason=reason or words("bus.hung_up"))


def _address() -> str:
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), "bus")
    if not os.path.exists(path):
        raise BusFailed(words("bus.absent"))
    return f"unix:path={path}"
