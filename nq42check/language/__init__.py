"""From words to values."""
