"""The history: what a week said before, and undo."""
