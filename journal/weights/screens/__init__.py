"""The screen that compares weights."""
