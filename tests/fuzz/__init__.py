"""Foreign input by the thousand: whatever is read from outside ends in a value, or in the user's own error."""
