"""The open journal: how it is opened, recovered, and closed."""
