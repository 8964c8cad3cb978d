"""From sound to an answer, sure or not."""
