"""Habits: focus sessions, tallies, streaks, and the heat map."""
