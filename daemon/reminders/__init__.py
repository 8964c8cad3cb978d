"""What is owed when, and how it is told."""
