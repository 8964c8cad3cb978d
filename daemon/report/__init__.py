"""The comeback as a page."""
