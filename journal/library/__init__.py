"""The library: concept files, read without running them, and the concepts that a text mentions."""
