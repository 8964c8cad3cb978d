"""The assistant: everything that meets the user, the disk and the clock."""
