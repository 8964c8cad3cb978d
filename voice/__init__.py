"""Ears and mouth."""
