"""Today: what waits, what was written, and what to do next."""
