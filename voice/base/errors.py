"""What ears and mouth can fail with."""


class VoiceError(Exception):
    """Something is missing or broken here; the text says what, and the remedy."""


class RecordingError(Exception):
    """A recording that cannot be listened to; the text names the file and the reason."""
