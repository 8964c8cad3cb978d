"""The socket on which a running daemon is asked."""
