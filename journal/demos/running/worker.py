"""The process that has torch loaded, runs nothing itself, and has a child for each request.

Started by the client with a socket as descriptor; speaks the messages of `protocol`. It holds one thread, so that its
forks are safe, and leaves when the client is gone. Where there is no fork, spare processes do the runs.
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

from journal.demos.running import orphans
from journal.demos.running.attendants import Fork
from journal.demos.running.children import Child
from journal.demos.running.folders import remove
from journal.demos.running.hatching import Forks, Hatching, Spares
from journal.demos.running.protocol import BrokenStreamError, Frames, Message, encode
from journal.demos.sandbox import usable
from journal.demos.sandbox.probe import probe

NICE = 5
LAST_MOMENTS_S = 0.005
"""How often to look whether a process that has left its result is gone."""


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
            self.hatching.refill()

    def _pause(self) -> float | None:
        """How long nothing needs to be looked after, in seconds; None for as long as no request comes."""
        if any(child.hung_up for child in self.running.values()):
            return LAST_MOMENTS_S
        return self.hatching.tick if self.running or self.waiting else None

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
            self.running[attendant.pid] = Child(attendant, self.waiting.popleft(), self.hatching.layers, now)
            if isinstance(attendant, Fork):
                self.selector.register(attendant.line, selectors.EVENT_READ, self.running[attendant.pid])

    def _hung_up(self, child: Child) -> None:
        self.selector.unregister(child.attendant.line)
        child.hung_up = True

    def _look_after(self, child: Child, now: float) -> None:
        """Answers for a child as soon as its result is there, and puts away what is over."""
        child.watch(now)
        over = child.attendant.over()
        if not child.answered and (over or child.left()):
            self.link.sendall(encode(child.reply()))
        if over:
            self._put_away(child)

    def _put_away(self, child: Child) -> None:
        if isinstance(child.attendant, Fork) and not child.hung_up:
            self.selector.unregister(child.attendant.line)
        del self.running[child.attendant.pid]
        child.attendant.reap()
        child.attendant.clear()
        self.hatching.tidy(self.running)


def main() -> None:
    """Loads what runs need, says so to the client, and serves it."""
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
            hatching: Hatching = (Spares if given.spare else Forks)(given.folder, layers)
            worker = Worker(link, hatching)
            try:
                with orphans.ending_with_parent():  # it loads torch for seconds, and would not hear of its client's end
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
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=int(name))


def _lower_priority() -> None:
    """Gives way to everything else, also where Linux shares time between sessions: see sched(7), autogroup."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE))


if __name__ == "__main__":
    main()
