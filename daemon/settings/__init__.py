"""The runner's settings and decision table: read, checked, kept fresh."""
