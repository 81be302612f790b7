"""The weekly logs of the open journal: opened, saved, found, deleted and brought back."""
