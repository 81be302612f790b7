"""The two ways to have a process ready for the next request: forks of the worker, or processes started ahead."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from journal.demos import sandbox
from journal.demos.running import orphans
from journal.demos.running.attendants import Attendant, Fork, Spare
from journal.demos.running.warm import one_thread, warm_up


class Hatching(Protocol):
    """How the worker comes by its children. `tick` is how often it looks after them, in seconds."""

    layers: Sequence[str]
    tick: float

    def warm_up(self) -> str:
        """Makes ready for the first child; gives torch's version."""

    def take(self) -> Attendant | None:
        """A process that is ready, if there is one; it is the caller's from here on."""

    def refill(self) -> None:
        """Has one made ready for the next request, when there is nothing else to do."""

    def tidy(self, known: Collection[int]) -> None:
        """Ends what a child has left behind, given the ids of those that are still at work."""

    def leave(self) -> None:
        """Ends what waits for a request."""


class Forks:
    """Children that are forks of this process. One waits ahead, shut in and warm, so that a run costs no fork."""

    tick = 0.05

    def __init__(self, folder: Path, layers: Sequence[str]) -> None:
        self.layers = layers
        self._folder = folder
        self._next: Fork | None = None

    def warm_up(self) -> str:
        version = warm_up()
        sandbox.prepare()
        one_thread()
        orphans.adopt()
        return version

    def take(self) -> Attendant:
        taken, self._next = self._next, None
        if taken and not taken.ready():
            _end(taken)
            taken = None
        return taken or Fork(self._folder, self.layers)

    def refill(self) -> None:
        self._next = self._next or Fork(self._folder, self.layers)

    def tidy(self, known: Collection[int]) -> None:
        orphans.end([self._next.pid, *known] if self._next else known)

    def leave(self) -> None:
        if self._next:
            _end(self._next)


class Spares:
    """Children that were started ahead: one waits, and the next is started as soon as it is taken."""

    tick = 0.01

    def __init__(self, folder: Path, layers: Sequence[str]) -> None:
        self.layers = layers
        self._start: Callable[[], Spare] = lambda: Spare(folder, layers)
        self._next = self._start()

    def warm_up(self) -> str:
        while not self._next.ready():
            time.sleep(self.tick)
        return self._next.version

    def take(self) -> Attendant | None:
        if not self._next.ready():
            return None
        taken, self._next = self._next, self._start()
        return taken

    def refill(self) -> None:
        pass

    def tidy(self, known: Collection[int]) -> None:
        if sys.platform == "linux":
            orphans.end([self._next.pid, *known])

    def leave(self) -> None:
        _end(self._next)


def _end(attendant: Attendant) -> None:
    attendant.kill()
    attendant.reap()
    attendant.clear()
