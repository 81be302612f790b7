"""A child process ready for one request: a fork of the worker, or one spawned in advance where there is no fork.

It has a file for its output, a file for its result, and a folder of its own.
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

from journal.runner.worker import child, prestarted
from journal.runner.worker.folders import remove
from journal.runner.worker.protocol import Message, encode


class ChildProcess(ABC):
    """A process that waits for its request at the other end of `line`. The owner reaps it, then cleans up.

    The process closes its end of `line` once its result is written.
    """

    def __init__(self, pid: int, line: IO[bytes], output: int, result: int, folder: Path) -> None:
        self.pid = pid
        self.line = line
        self.output = output
        self.result = result
        self.folder = folder

    @abstractmethod
    def ready(self) -> bool:
        """Whether it could start at once."""

    @abstractmethod
    def over(self) -> bool:
        """Whether it has ended."""

    @abstractmethod
    def reap(self) -> tuple[int, float]:
        """Waits for its end; returns the exit code (negative for a signal) and its CPU seconds. May be called again."""

    def send(self, request: Message) -> None:
        """Sends it its request."""
        with suppress(BrokenPipeError):
            self.line.write(encode(request))
            self.line.flush()

    def kill(self) -> None:
        """Kills it and its whole process session."""
        if sys.platform == "win32":
            return os.kill(self.pid, signal.SIGTERM)
        for send in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                send(self.pid, signal.SIGKILL)
        return None

    def clear(self) -> None:
        """Removes its files and folder."""
        with suppress(BrokenPipeError):
            self.line.close()
        os.close(self.output)
        os.close(self.result)
        remove(self.folder)


class ForkedProcess(ChildProcess):
    """A fork of this process; its `line` becomes readable when it is closed at the other end."""

    def __init__(self, base: Path, layers: Sequence[str]) -> None:
        output, result = os.memfd_create("output"), os.memfd_create("result")
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
        ours, theirs = socket.socketpair()
        worker = os.getpid()
        with ours, theirs:
            pid = os.fork()
            if pid == 0:
                child.serve_request(theirs.fileno(), output, result, folder, layers, worker)
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


class SpawnError(RuntimeError):
    """A spawned process did not become ready."""


class SpawnedProcess(ChildProcess):
    """A spawned process, which must load torch before it is ready."""

    def __init__(self, base: Path, layers: Sequence[str]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
        (folder / prestarted.WORK).mkdir()
        output, result = (
            os.open(folder / name, os.O_RDWR | os.O_CREAT) for name in (prestarted.OUTPUT, prestarted.RESULT)
        )
        command = [
            sys.executable,
            "-P",
            "-m",
            "journal.runner.worker.prestarted",
            str(folder),
            ",".join(layers),
            str(os.getpid()),
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert self._process.stdin
        super().__init__(self._process.pid, self._process.stdin, output, result, folder)

    def ready(self) -> bool:
        if self.over():
            raise SpawnError(f"a process ended with code {self._process.returncode} while it loaded torch")
        return (self.folder / prestarted.READY).exists()

    @property
    def version(self) -> str:
        """The version of torch that it has loaded, once it is ready."""
        return (self.folder / prestarted.READY).read_text(encoding="utf-8")

    def over(self) -> bool:
        return self._process.poll() is not None

    def reap(self) -> tuple[int, float]:
        return self._process.wait(), 0.0
