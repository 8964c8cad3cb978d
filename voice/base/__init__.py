"""What every room of the voice stands on."""
