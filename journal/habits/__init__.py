"""Habits: focus sessions, habit entries, streaks, and the heat map."""
