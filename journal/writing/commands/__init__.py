"""The commands that write, list and show weekly logs."""
