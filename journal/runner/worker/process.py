"""One worker process as seen by its client: start, messages, end."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import journal
from journal.core.forms import check
from journal.runner.worker.folders import remove
from journal.runner.worker.preload import ENVIRONMENT
from journal.runner.worker.protocol import Frames, Message, encode

PATIENCE_S = 2.0
"""How long a worker may take to leave once its client is gone."""
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class Ready(TypedDict):
    """The first message of a worker: torch's version, and the active sandbox layers."""

    ready: str
    sandbox: list[str]


class Process:
    """A worker that was started. `ready` once it has said so, `due` is when it must have; `layers` hold then."""

    def __init__(self, process: subprocess.Popen[bytes], link: socket.socket, folder: Path, due: float) -> None:
        self.link = link
        self.due = due
        self.ready = False
        self.layers: tuple[str, ...] = ()
        self._process = process
        self._folder = folder
        self._frames = Frames()

    def send(self, request: Message) -> None:
        """Sends a request to the worker; raises OSError when it is gone."""
        self.link.sendall(encode(request))

    def receive(self) -> list[Message]:
        """Reads the messages that have arrived; raises OSError or MalformedError when the worker is unusable."""
        data = self.link.recv(2**18)
        if not data:
            raise ConnectionError("the worker is gone")
        replies = self._frames.feed(data)
        for reply in replies:
            if "ready" in reply:
                check(reply, Ready)
                self.ready, self.layers = True, tuple(reply["sandbox"])
        return replies

    def kill(self) -> None:
        """Kills the worker, and its runs where the system supports it; removes its folder if possible."""
        self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def end(self) -> None:
        """Ends the worker, by force if necessary, and removes its folder."""
        self.link.close()
        if not self.ready:  # it is loading torch, has no runs to end, and would not hear of it for seconds
            self._process.kill()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        remove(self._folder)


@dataclass(frozen=True)
class Start:
    """How workers are started: matplotlib's font cache, disabled layers, fork or spawn."""

    cache: Path | None = None
    without: Sequence[str] = ()
    fork: bool | None = None

    def process(self, due: float) -> Process:
        """A new worker; raises OSError when none can be started."""
        folder = Path(tempfile.mkdtemp(prefix="journal-")).resolve()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = self._worker(theirs, folder)
            except OSError:
                ours.close()
                remove(folder)
                raise
        return Process(process, ours, folder, due)

    def _worker(self, link: socket.socket, folder: Path) -> subprocess.Popen[bytes]:
        windows = sys.platform == "win32"
        command = [sys.executable, "-P", "-m", "journal.runner.worker.main", str(link.fileno()), str(folder)]
        command += [f"--without={','.join(self.without)}", *([] if self._is_forking else ["--spare"])]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if windows else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=self._environment(folder),
            pass_fds=[] if windows else [link.fileno()],
            start_new_session=True,
        )
        if sys.platform == "win32" and process.stdin:  # where sockets are not inherited but described
            with process.stdin as described:
                described.write(link.share(process.pid))
        return process

    @property
    def _is_forking(self) -> bool:
        """Whether runs are forked: only on Linux, as torch does not survive a fork elsewhere."""
        return sys.platform == "linux" if self.fork is None else self.fork

    def _environment(self, folder: Path) -> dict[str, str]:
        """A minimal environment for the worker, since a demo can read all of it."""
        known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        cache = self.cache or folder / "cache"
        with contextlib.suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
        return {
            **known,
            **ENVIRONMENT,
            "PYTHONPATH": str(Path(journal.__file__).parents[1]),
            "MPLCONFIGDIR": str(cache),
            "TMPDIR": str(folder),
        }
