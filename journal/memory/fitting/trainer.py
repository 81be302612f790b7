"""Starts the trainer's process and waits for its verdict; imports nothing of what that process imports."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Sequence
from threading import Lock
from typing import Any

from journal.core import lifeline
from journal.core.messages import UserError
from journal.memory.fitting.verdict import CountedReview, FitVerdict
from journal.memory.scheduling import Weights

MODULE = "journal.memory.fitting"


class Trainer:
    """Fits weights in a separate process, one fit at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def fit(self, answers: Sequence[CountedReview], in_use: Weights, seen: int) -> FitVerdict:
        """The trainer's verdict on answers, as `trial.walk_forward` gives it: waits for it, so call it in a thread.

        Raises UserError when another fit is running, or this one was stopped or failed.
        """
        if not self._lock.acquire(blocking=False):
            raise UserError("train.running")
        try:
            told = self._ask({"answers": answers, "weights": in_use, "seen": seen})
        finally:
            self._lock.release()
        return FitVerdict(**{**told, "weights": tuple(told["weights"])})

    def _ask(self, question: dict[str, Any]) -> Any:
        try:
            self._process = lifeline.start(MODULE)
            if self._closed:
                self.close()
            return lifeline.ask(self._process, question)
        except OSError as error:
            raise UserError("train.stopped" if self._closed else "train.failed") from error

    def close(self) -> None:
        """Ends the fit that is running, at once, and every later one."""
        self._closed = True
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
