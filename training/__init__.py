"""Training of the bundled speech model (developers only; the program does not need it)."""
