"""The fixtures of these tests."""

from tests.support.journal import clock, imported, journal, library_folder  # noqa: F401
