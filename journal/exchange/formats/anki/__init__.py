"""Anki's packages: read as data, and written so that Anki's own import takes them."""
