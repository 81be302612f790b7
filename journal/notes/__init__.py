"""Cards of the learner's own: what a note is, which cards it makes, and how its answers are read. Nothing is stored."""
