"""Search over weeks, follow-ups and concepts."""
