"""The fixtures of these tests."""

from tests.support.journal import clock, imported, journal, library_folder  # noqa: F401
from tests.support.studied import studied  # noqa: F401
