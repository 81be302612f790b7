"""The process that has torch loaded, runs nothing itself, and has a child for each request.

Started by the client with a socket as descriptor; speaks the messages of `protocol`. It holds one thread, so that its
forks are safe, and leaves when the client is gone. Where there is no fork, spare processes do the runs.
"""

from __future__ import annotations

import argparse
import os
import selectors
import socket
import time
from collections import deque
from pathlib import Path

from journal.demos.attendants import Fork
from journal.demos.children import Child
from journal.demos.folders import remove
from journal.demos.hatching import Forks, Hatching, Spares
from journal.demos.protocol import BrokenStreamError, Frames, Message, encode
from journal.demos.sandbox.probe import probe

NICE = 5


class Worker:
    """Serves the client at the other end of `link`, with children that `hatching` makes."""

    def __init__(self, link: socket.socket, hatching: Hatching) -> None:
        self.link = link
        self.hatching = hatching
        self.frames = Frames()
        self.waiting: deque[Message] = deque()
        self.running: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(link, selectors.EVENT_READ)

    def serve(self) -> None:
        """Takes requests and answers them until the client is gone."""
        while True:
            busy = self.running or self.waiting
            for key, _ in self.selector.select(self.hatching.tick if busy else None):
                if key.fileobj is self.link and not self._take():
                    return
            now = time.monotonic()
            self._start(now)
            for child in list(self.running.values()):
                child.watch(now)
                if child.attendant.over():
                    self._finish(child)
            self.hatching.refill()

    def leave(self) -> None:
        """Ends every child, and takes away what they had."""
        for child in self.running.values():
            child.attendant.kill()
            child.attendant.reap()
            child.attendant.clear()
        self.hatching.leave()

    def _take(self) -> bool:
        data = self.link.recv(2**16)
        self.waiting += self.frames.feed(data)
        return bool(data)

    def _start(self, now: float) -> None:
        while self.waiting and (attendant := self.hatching.take()):
            self.running[attendant.pid] = Child(attendant, self.waiting.popleft(), now)
            if isinstance(attendant, Fork):
                self.selector.register(attendant.pidfd, selectors.EVENT_READ)

    def _finish(self, child: Child) -> None:
        attendant = child.attendant
        if isinstance(attendant, Fork):
            self.selector.unregister(attendant.pidfd)
        del self.running[attendant.pid]
        reply = child.reply(self.hatching.layers)
        attendant.clear()
        self.hatching.tidy(self.running)
        self.link.sendall(encode(reply))


def main() -> None:
    """Loads what runs need, says so to the client, and serves it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("link")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", default="")
    parser.add_argument("--spare", action="store_true")
    given = parser.parse_args()
    layers = tuple(name for name, holds in probe().items() if holds is True and name not in given.without.split(","))
    with _link(given.link) as link:
        try:
            _lower_priority()
            hatching: Hatching = (Spares if given.spare else Forks)(given.folder, layers)
            worker = Worker(link, hatching)
            try:
                version = hatching.warm_up()
                hatching.refill()
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
    return socket.socket(fileno=int(name))


def _lower_priority() -> None:
    if hasattr(os, "nice"):
        os.nice(NICE)


if __name__ == "__main__":
    main()
