"""Reaps processes that a run left behind: those that started a new session and lost their parent."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from journal.runner.sandbox.linux import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl

ROUNDS = 100
"""How often to look again: every end may bring forth the orphans of the next generation."""


def become_reaper() -> None:
    """Makes this process the reaper of its orphaned descendants: see prctl(2), subreaper."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


@contextmanager
def ending_with_parent() -> Iterator[None]:
    """Within the block this process exits cleanly when its parent ends, where the system supports it."""
    if sys.platform != "linux":
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        yield
    finally:
        prctl(PR_SET_PDEATHSIG, 0)
        signal.signal(signal.SIGTERM, before)


def reap(known: Container[int]) -> None:
    """Kills every child of this process that is not `known`, and their descendants."""
    for _ in range(ROUNDS):
        orphans = [pid for pid in _children() if pid not in known]
        if not orphans:
            return
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _children() -> list[int]:
    try:
        return [int(pid) for pid in Path("/proc/self/task", str(os.getpid()), "children").read_bytes().split()]
    except OSError:
        return []  # a kernel that does not tell
