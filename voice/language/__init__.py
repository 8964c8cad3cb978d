"""What is said and heard as words: answers, phrases, numbers. Pure."""
