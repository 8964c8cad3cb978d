"""The version of the control protocol."""

VERSION = 1
"""Of the protocol."""
