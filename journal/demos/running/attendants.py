"""A process that is ready for one request: a fork of the worker, or one that was started ahead where there is no fork.

It has two files to fill, one for what is printed and one for the result, and a folder of its own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from journal.demos.running import child, spare
from journal.demos.running.folders import remove
from journal.demos.running.protocol import Message, encode


class Attendant(ABC):
    """A process that waits for its request at the other end of `line`. Whoever owns it reaps it, then clears it away.

    The process closes its end of `line` when it has left its result; from then on there is nothing to wait for.
    """

    def __init__(self, pid: int, line: IO[bytes], output: int, result: int, folder: Path) -> None:
        self.pid = pid
        self.line = line
        self.output = output
        self.result = result
        self.folder = folder

    @abstractmethod
    def ready(self) -> bool:
        """Whether it could begin at once."""

    @abstractmethod
    def over(self) -> bool:
        """Whether it has ended."""

    @abstractmethod
    def reap(self) -> tuple[int, float]:
        """Waits for its end: the exit code, negative for a signal, and the seconds it computed. May be asked again."""

    def tell(self, request: Message) -> None:
        """Hands it its request."""
        with suppress(BrokenPipeError):
            self.line.write(encode(request))
            self.line.flush()

    def kill(self) -> None:
        """Ends it, and all of its session that is left."""
        if sys.platform == "win32":
            return os.kill(self.pid, signal.SIGTERM)
        for send in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                send(self.pid, signal.SIGKILL)
        return None

    def clear(self) -> None:
        """Takes everything away that it had."""
        with suppress(BrokenPipeError):
            self.line.close()
        os.close(self.output)
        os.close(self.result)
        remove(self.folder)


class Fork(Attendant):
    """A fork of this process; its `line` becomes readable when it is closed at the other end."""

    def __init__(self, base: Path, layers: Sequence[str]) -> None:
        output, result = os.memfd_create("output"), os.memfd_create("result")
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
        ours, theirs = socket.socketpair()
        worker = os.getpid()
        with ours, theirs:
            pid = os.fork()
            if pid == 0:
                child.attend(theirs.fileno(), output, result, folder, layers, worker)
            super().__init__(pid, ours.makefile("wb"), output, result, folder)
        self._end: tuple[int, float] | None = None

    def ready(self) -> bool:
        return not self.over()

    def over(self) -> bool:
        looked = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return self._end is not None or os.waitid(os.P_PID, self.pid, looked) is not None

    def reap(self) -> tuple[int, float]:
        if self._end is None:
            _, status, used = os.wait4(self.pid, 0)
            self._end = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        return self._end


class SpareError(RuntimeError):
    """A process that was started ahead did not come up."""


class Spare(Attendant):
    """A process of its own, which must load torch before it is ready."""

    def __init__(self, base: Path, layers: Sequence[str]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
        (folder / spare.WORK).mkdir()
        output, result = (os.open(folder / name, os.O_RDWR | os.O_CREAT) for name in (spare.OUTPUT, spare.RESULT))
        command = [
            sys.executable,
            "-P",
            "-m",
            "journal.demos.running.spare",
            str(folder),
            ",".join(layers),
            str(os.getpid()),
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert self._process.stdin
        super().__init__(self._process.pid, self._process.stdin, output, result, folder)

    def ready(self) -> bool:
        if self.over():
            raise SpareError(f"a process ended with code {self._process.returncode} while it loaded torch")
        return (self.folder / spare.READY).exists()

    @property
    def version(self) -> str:
        """The version of torch that it has loaded, once it is ready."""
        return (self.folder / spare.READY).read_text(encoding="utf-8")

    def over(self) -> bool:
        return self._process.poll() is not None

    def reap(self) -> tuple[int, float]:
        return self._process.wait(), 0.0
