"""Cards written by the user: what a note is, which cards it makes, and how its answers are read."""
