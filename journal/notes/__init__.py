"""Cards of one's own: what a note is, which cards it makes, and how its answers are read."""
