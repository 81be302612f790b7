"""The commands that import and export."""
