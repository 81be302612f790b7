"""The screen of the panels."""
