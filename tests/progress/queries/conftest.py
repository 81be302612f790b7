"""The fixtures of these tests."""

from tests.support.store import counting, path, store  # noqa: F401
