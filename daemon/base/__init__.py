"""What every room stands on: time, places, words, errors, locks."""
