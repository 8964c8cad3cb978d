"""A guided session as a pure state machine, and what drives it."""
