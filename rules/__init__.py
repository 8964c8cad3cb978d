"""What to do after a run: pure values, a table as data, and the engine that reads it."""
