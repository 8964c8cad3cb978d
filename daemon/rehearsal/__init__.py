"""A whole day at speed, with a synthetic runner."""
