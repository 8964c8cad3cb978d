"""The voice as a process of its own, and its client."""
