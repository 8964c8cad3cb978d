"""The voice of these settings, wherever easeback speaks or listens."""

from typing import TYPE_CHECKING

from daemon.settings.config import Voice

if TYPE_CHECKING:
    from voice.child.client import VoiceClient


def voice_client(voice: Voice) -> "VoiceClient":
    """The one way to make a voice, so that each setting holds in all of them."""
    # A daemon that rests has no use for it.
    from voice.child.client import VoiceClient

    return VoiceClient(
        voice=voice.voice,
        rate=voice.rate,
        gain=voice.volume / 100,
        cancel_echo=voice.echo_cancelling,
    )
