"""The desktop around the runner: session bus, notices, attention, music."""
