"""One run as seen by the worker: a process serving a request, and its limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from journal.runner.limits import OUTPUT_FLOOD, OUTPUT_SHOWN, RESULT_LARGEST, Limits
from journal.runner.worker.child_process import ChildProcess
from journal.runner.worker.disk_use import overfull
from journal.runner.worker.protocol import Message


class Child:
    """An child process, shut in by `layers`, that was given its request at the time `now` (of the monotonic clock)."""

    def __init__(self, process: ChildProcess, request: Message, layers: Sequence[str], now: float) -> None:
        self.process = process
        self.layers = layers
        self.hung_up = False
        self.answered = False
        self._id = request["id"]
        self._limits = Limits(**request["limits"])
        self._ends = now + self._limits.wall_s
        self._memory = resident(process.pid) + self._limits.memory_mb * 2**20
        self._broken = ""
        process.send(request)

    def watch(self, now: float) -> None:
        """Stops the run when it exceeds a limit."""
        if not self.answered:
            self._broken = self._broken or self._too_much(now)
        if self._broken:
            self.process.kill()

    def left(self) -> bool:
        """Whether its result is written; the process may still be exiting."""
        return self.hung_up and self._left > 0 and not self._broken

    def reply(self) -> Message:
        """The reply for the client, once there is a result or the process has ended; ends what remains of the run."""
        self.answered = True
        self.process.kill()
        status, cpu_s = (0, 0.0) if self.left() else self.process.reap()
        broken = self._broken or self._verdict(status, cpu_s)
        return {
            "id": self._id,
            "output": _read(self.process.output, OUTPUT_SHOWN),
            "output_cut": self._printed > OUTPUT_SHOWN,
            "sandbox": self.layers,
            "broken": broken,
            "status": status,
            "result": "" if broken else _read(self.process.result, RESULT_LARGEST),
        }

    @property
    def _printed(self) -> int:
        return os.fstat(self.process.output).st_size

    @property
    def _left(self) -> int:
        return os.fstat(self.process.result).st_size

    def _too_much(self, now: float) -> str:
        if now > self._ends:
            return "time"
        if self._printed >= OUTPUT_FLOOD:
            return "output"
        if self._left > OUTPUT_FLOOD:
            return "result"
        if resident(self.process.pid) > self._memory:
            return "memory"
        if "view" not in self.layers and overfull(self.process.folder, self.process.pid):
            return "disk"  # within a view the kernel sees to that
        return ""

    def _verdict(self, status: int, cpu_s: float) -> str:
        """The limit that ended a process by itself; empty when it left a result."""
        if self._printed >= OUTPUT_FLOOD:
            return "output"
        if status >= 0:
            return "" if self._left else "exit"
        if status == -signal.SIGXCPU or (status == -signal.SIGKILL and cpu_s >= self._limits.cpu_s):
            return "cpu"
        return "disk" if status == -signal.SIGXFSZ else "crash"


def _read(descriptor: int, most: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, most).decode("utf-8", "replace")


def resident(pid: int) -> int:
    """Resident bytes of a process, from Linux or `ps`; 0 where neither is available."""
    try:
        if sys.platform == "linux":
            return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False, timeout=5)
        return int(told.stdout) * 1024
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return 0
