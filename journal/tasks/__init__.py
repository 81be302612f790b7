"""Tasks: set, solved and judged."""
