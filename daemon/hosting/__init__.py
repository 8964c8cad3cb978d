"""Sessions held inside the daemon."""
