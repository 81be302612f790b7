"""The fixtures of these tests."""

from tests.support.commands import home, run_journal, shared_runner, week  # noqa: F401
