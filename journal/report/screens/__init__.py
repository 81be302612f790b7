"""The screen of a report."""
