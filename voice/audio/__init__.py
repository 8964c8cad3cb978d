"""Microphone, loudspeaker, recordings."""
