"""Starts the trainer's process and waits for its verdict; imports nothing of what that process imports."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import journal
from journal.learning.fitting.verdict import Answer, Verdict
from journal.learning.scheduling import Weights
from journal.words import UserError

_ENVIRONMENT = {
    "PYTHONPATH": str(Path(journal.__file__).parents[1]),
    "PYTHONUTF8": "1",
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}


class Trainer:
    """Fits weights in a process of its own, one fit at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def fit(self, answers: Sequence[Answer], in_use: Weights, seen: int) -> Verdict:
        """The trainer's verdict on answers, as `trial.walk_forward` gives it: waits for it, so call it in a thread.

        Raises UserError when another fit is running, or this one was stopped or failed.
        """
        if not self._lock.acquire(blocking=False):
            raise UserError("train.running")
        try:
            request = {"answers": answers, "weights": in_use, "seen": seen}
            told = json.loads(self._run(json.dumps(request).encode()))
        finally:
            self._lock.release()
        return Verdict(**{**told, "weights": tuple(told["weights"])})

    def _run(self, request: bytes) -> bytes:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "journal.learning.fitting"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT},
            )
        except OSError as error:
            raise UserError("train.failed") from error
        if self._closed:
            self.close()
        reply, _ = self._process.communicate(request)
        if self._process.returncode:
            raise UserError("train.stopped" if self._closed else "train.failed")
        return reply

    def close(self) -> None:
        """Ends the fit that is running, at once, and every later one."""
        self._closed = True
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
