"""The editor and what stands beside it."""
