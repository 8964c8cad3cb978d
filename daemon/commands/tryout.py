"""What only the runner can tell: whether they heard, were heard, and could click."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from daemon.base.words import spoken_score, words
from daemon.desktop.dbus_notifier import DbusNotifier
from daemon.desktop.notice import Button, Notice, NoticeKind, Pressed
from daemon.settings.config import Voice
from daemon.settings.voice import voice_client
from voice.base.errors import VoiceFailed
from voice.base.health import Health
from voice.base.part import Part
from voice.base.tone import ToneName
from voice.child.client import VoiceClient
from voice.ears.heard import Heard
from voice.language.kinds import Kind

CLICK_SECONDS = 30.0
_ASKED = 3


@dataclass(frozen=True)
class Tryout:
    """Tries one part after the other; `show` prints what to do."""

    voice: Voice
    show: Callable[[str], None]

    async def parts(self) -> dict[str, Part]:
        """How the spoken test and the click went, by name."""
        async with voice_client(self.voice) as client:
            await self._look_around(client)
            return {
                "speaking": await self._speak(client),
                "hearing": await self._hear(client),
                "clicking": await self._click(),
            }

    async def _look_around(self, client: VoiceClient) -> None:
        """As a session does, which takes its own speaker and microphone where they are wanted."""
        with suppress(VoiceFailed):
            await client.probe()

    async def _speak(self, client: VoiceClient) -> Part:
        self.show(words("tryout.listen"))
        try:
            said = await client.say(words("tryout.sentence"))
        except VoiceFailed as failed:
            return Part(Health.BROKEN, failed.reason)
        return Part(Health.PRESENT, words("tryout.spoken", seconds=round(said.seconds)))

    async def _hear(self, client: VoiceClient) -> Part:
        self.show(words("tryout.speak"))
        try:
            heard = await client.listen(Kind.SCORE, tone=ToneName.LISTEN)
        except VoiceFailed as failed:
            return Part(Health.BROKEN, failed.reason)
        if heard is None:
            return Part(Health.BROKEN, words("tryout.silence"))
        understood = heard.accepted and heard.value == _ASKED
        state = Health.PRESENT if understood else Health.BROKEN
        return Part(state, words("tryout.heard", text=_shown(heard)))

    async def _click(self) -> Part:
        pressed = asyncio.Event()

        def press(_: Pressed) -> None:
            pressed.set()

        notifier = DbusNotifier(press)
        button = Button("seen", words("tryout.button"))
        try:
            shown = await notifier.notify(
                Notice(words("tryout.notice"), NoticeKind.DOCTOR, buttons=(button,))
            )
            if not shown:
                return await notifier.probe()
            self.show(words("tryout.click", button=button.label))
            await asyncio.wait_for(pressed.wait(), CLICK_SECONDS)
        except TimeoutError:
            return Part(Health.BROKEN, words("tryout.not_clicked", seconds=round(CLICK_SECONDS)))
        finally:
            await notifier.withdraw(NoticeKind.DOCTOR)
            await notifier.close()
        return Part(Health.PRESENT, words("tryout.clicked"))


def _shown(heard: Heard) -> str:
    return spoken_score(heard.value) if isinstance(heard.value, int) else heard.text or "?"
