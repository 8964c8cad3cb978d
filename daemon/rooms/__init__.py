"""Where a session meets the runner: typed and spoken."""
