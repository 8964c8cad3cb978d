"""Speech models fetched, checked and unpacked."""
