"""The inbox of follow-ups, and the line that parks a thought."""
