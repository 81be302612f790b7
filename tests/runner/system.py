"""What the tests ask the system: which processes and files there are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def children(pid: int) -> set[int]:
    """The processes whose parent is `pid`."""
    try:
        listed = [each.read_text(encoding="utf-8") for each in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return set()  # it has just ended
    return {int(child) for line in listed for child in line.split()}


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, at any depth."""
    found = children(pid)
    return found.union(*(descendants(child) for child in found))


def workers() -> dict[int, Path]:
    """The workers of this process: their ids, and the folders below which they write."""
    return {
        pid: Path(words[words.index("journal.runner.worker.main") + 2])
        for pid, words in _commands(children(os.getpid()))
    }


def runs_in(folder: Path) -> set[str]:
    """The folders of runs, and whatever else a run could have left among them."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(("cache", "torchinductor"))}


def _commands(pids: set[int]) -> list[tuple[int, list[str]]]:
    commands = ((pid, Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")) for pid in pids)
    return [(pid, words) for pid, words in commands if "journal.runner.worker.main" in words]


def soon(holds: Callable[[], bool], patience_s: float = 20) -> bool:
    """Whether something comes to hold, if it is given a moment."""
    until = time.monotonic() + patience_s
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.005)
    return held


def gone(pid: int) -> bool:
    """Whether a process ends, if it is given a moment."""
    return soon(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
