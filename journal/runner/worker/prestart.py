"""Two strategies for keeping a process ready for the next request: forking the worker, or spawning in advance."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from journal.runner import sandbox
from journal.runner.worker import reaper
from journal.runner.worker.child_process import ChildProcess, ForkedProcess, SpawnedProcess
from journal.runner.worker.preload import one_thread, warm_up


class PrestartStrategy(Protocol):
    """How the worker creates its children. `tick` is the polling interval, in seconds."""

    layers: Sequence[str]
    tick: float

    def warm_up(self) -> str:
        """Prepares for the first child; returns torch's version."""

    def take(self) -> ChildProcess | None:
        """A ready process, if there is one; the caller owns it from now on."""

    def refill(self) -> None:
        """Prepares a process for the next request, when the worker is idle."""

    def tidy(self, known: Collection[int]) -> None:
        """Reaps orphans of finished children; `known` are the ids of those still running."""

    def leave(self) -> None:
        """Ends the waiting process."""


class ForkStrategy:
    """Children forked from this process. One is kept ready, confined and warmed up, so that a run does not wait for
    a fork.
    """

    tick = 0.05

    def __init__(self, folder: Path, layers: Sequence[str]) -> None:
        self.layers = layers
        self._folder = folder
        self._next: ForkedProcess | None = None

    def warm_up(self) -> str:
        version = warm_up()
        sandbox.prepare()
        one_thread()
        reaper.become_reaper()
        return version

    def take(self) -> ChildProcess:
        taken, self._next = self._next, None
        if taken and not taken.ready():
            _end(taken)
            taken = None
        return taken or ForkedProcess(self._folder, self.layers)

    def refill(self) -> None:
        self._next = self._next or ForkedProcess(self._folder, self.layers)

    def tidy(self, known: Collection[int]) -> None:
        reaper.reap([self._next.pid, *known] if self._next else known)

    def leave(self) -> None:
        if self._next:
            _end(self._next)


class SpawnStrategy:
    """Spawned children: one is kept ready, and the next is started as soon as it is taken."""

    tick = 0.01

    def __init__(self, folder: Path, layers: Sequence[str]) -> None:
        self.layers = layers
        self._start: Callable[[], SpawnedProcess] = lambda: SpawnedProcess(folder, layers)
        self._next = self._start()

    def warm_up(self) -> str:
        while not self._next.ready():
            time.sleep(self.tick)
        return self._next.version

    def take(self) -> ChildProcess | None:
        if not self._next.ready():
            return None
        taken, self._next = self._next, self._start()
        return taken

    def refill(self) -> None:
        pass

    def tidy(self, known: Collection[int]) -> None:
        if sys.platform == "linux":
            reaper.reap([self._next.pid, *known])

    def leave(self) -> None:
        _end(self._next)


def _end(process: ChildProcess) -> None:
    process.kill()
    process.reap()
    process.clear()
