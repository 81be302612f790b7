"""The worker process: it loads torch and serves each request with a child process.

Started by the client with a socket as descriptor; speaks the messages of `protocol`. It is single-threaded, so that
forking is safe, and exits when the client is gone. Without fork, spawned processes do the runs.
"""

from __future__ import annotations

import argparse
import os
import selectors
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from journal.runner.sandbox import usable
from journal.runner.sandbox.probe import probe
from journal.runner.worker import reaper
from journal.runner.worker.child_process import ForkedProcess
from journal.runner.worker.children import Child
from journal.runner.worker.folders import remove
from journal.runner.worker.prestart import ForkStrategy, PrestartStrategy, SpawnStrategy
from journal.runner.worker.protocol import BrokenStreamError, Frames, Message, encode

NICE = 5
LAST_MOMENTS_S = 0.005
"""How often to look whether a process that has left its result is gone."""


class Worker:
    """Serves the client at the other end of `link`, with children that `strategy` makes."""

    def __init__(self, link: socket.socket, strategy: PrestartStrategy) -> None:
        self.link = link
        self.strategy = strategy
        self.frames = Frames()
        self.waiting: deque[Message] = deque()
        self.running: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(link, selectors.EVENT_READ)

    def serve(self) -> None:
        """Serves requests until the client is gone."""
        while True:
            for key, _ in self.selector.select(self._pause()):
                if key.fileobj is self.link:
                    if not self._take():
                        return
                else:
                    self._hung_up(key.data)
            now = time.monotonic()
            self._start(now)
            for child in list(self.running.values()):
                self._look_after(child, now)
            self.strategy.refill()

    def _pause(self) -> float | None:
        """Seconds until the next check is due; None to wait for a request."""
        if any(child.hung_up for child in self.running.values()):
            return LAST_MOMENTS_S
        return self.strategy.tick if self.running or self.waiting else None

    def leave(self) -> None:
        """Ends every child and removes its files."""
        for child in self.running.values():
            child.process.kill()
            child.process.reap()
            child.process.clear()
        self.strategy.leave()

    def _take(self) -> bool:
        data = self.link.recv(2**16)
        self.waiting += self.frames.feed(data)
        return bool(data)

    def _start(self, now: float) -> None:
        while self.waiting and (process := self.strategy.take()):
            self.running[process.pid] = Child(process, self.waiting.popleft(), self.strategy.layers, now)
            if isinstance(process, ForkedProcess):
                self.selector.register(process.line, selectors.EVENT_READ, self.running[process.pid])

    def _hung_up(self, child: Child) -> None:
        self.selector.unregister(child.process.line)
        child.hung_up = True

    def _look_after(self, child: Child, now: float) -> None:
        """Replies for a child as soon as its result is there, and disposes of finished ones."""
        child.watch(now)
        over = child.process.over()
        if not child.answered and (over or child.left()):
            self.link.sendall(encode(child.reply()))
        if over:
            self._put_away(child)

    def _put_away(self, child: Child) -> None:
        if isinstance(child.process, ForkedProcess) and not child.hung_up:
            self.selector.unregister(child.process.line)
        del self.running[child.process.pid]
        child.process.reap()
        child.process.clear()
        self.strategy.tidy(self.running)


def main() -> None:
    """Warms up, reports ready to the client, and serves it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("link")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", default="")
    parser.add_argument("--spare", action="store_true")
    given = parser.parse_args()
    layers = usable(probe(), given.without.split(","))
    with _link(given.link) as link:
        try:
            _lower_priority()
            strategy: PrestartStrategy = (SpawnStrategy if given.spare else ForkStrategy)(given.folder, layers)
            worker = Worker(link, strategy)
            try:
                with reaper.ending_with_parent():  # it loads torch for seconds, and would not hear of its client's end
                    version = strategy.warm_up()
                strategy.refill()
                link.sendall(encode({"ready": version, "sandbox": layers}))
                worker.serve()
            finally:
                worker.leave()
        except (BrokenStreamError, ConnectionError):
            pass  # there is nobody left to tell
        except (ImportError, RuntimeError, OSError) as error:
            link.sendall(encode({"unable": f"{type(error).__name__}: {error}"}))
        finally:
            remove(given.folder)


def _link(name: str) -> socket.socket:
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=int(name))


def _lower_priority() -> None:
    """Lowers the priority, also within Linux's autogroup scheduling: see sched(7)."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE))


if __name__ == "__main__":
    main()
