"""What ears and mouth can fail with."""


class VoiceError(Exception):
    """Something is missing or broken here; the text says what, and the remedy."""


class VoiceFailed(Exception):
    """Speaking or listening did not work; `reason` is a sentence for the runner."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RecordingError(Exception):
    """A recording that cannot be listened to; the text names the file and the reason."""
