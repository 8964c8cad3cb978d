"""Fakes of what the daemon needs from a desktop, held to the contracts of the real ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from daemon.desktop.notice import Notice, Pressed
from voice.base.part import PRESENT, Part


@dataclass
class FakeNotifier:
    """Shows notices to nobody; `press` is the runner's hand."""

    pressed: Callable[[Pressed], None] = lambda _: None
    shown: dict[str, Notice] = field(default_factory=dict)
    quiet: bool = False
    was_left: dict[str, str] = field(default_factory=dict)

    async def notify(self, notice: Notice) -> bool:
        self.shown[notice.kind] = notice
        return True

    async def probe(self) -> Part:
        return PRESENT

    async def withdraw(self, kind: str) -> None:
        self.shown.pop(kind, None)

    async def left(self) -> Mapping[str, str]:
        return self.was_left

    async def do_not_disturb(self) -> bool:
        return self.quiet

    async def close(self) -> None:
        self.pressed = lambda _: None

    def press(self, label: str) -> None:
        """Press the button with this label, wherever it is shown."""
        for notice in list(self.shown.values()):
            for button in notice.buttons:
                if button.label == label:
                    del self.shown[notice.kind]
                    self.pressed(Pressed(notice, button.key))
                    return
        raise AssertionError(f"no button {label!r} is shown")
