"""The screen of a week's versions."""
