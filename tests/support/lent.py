"""One process that runs demos, lent to every journal that a room of tests opens: loading torch takes seconds."""

from __future__ import annotations

from typing import Any

from journal.runner.client import Runner


class SharedRunner(Runner):
    """A runner that a journal cannot close."""

    def close(self) -> None:
        """Stays open: others use it."""

    def take_back(self) -> None:
        """Ends the processes, when the last test is done."""
        super().close()

    def lend(self, *_: Any, **__: Any) -> SharedRunner:
        """Stands in for the making of a runner."""
        return self
