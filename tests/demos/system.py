"""What the tests ask the system: which processes and files there are."""

from __future__ import annotations

import os
import time
from pathlib import Path


def children(pid: int) -> set[int]:
    """The processes whose parent is `pid`."""
    return {int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and _parent(each) == pid}


def descendants(pid: int) -> set[int]:
    """The processes below `pid`, at any depth."""
    found = children(pid)
    return found.union(*(descendants(child) for child in found))


def workers() -> dict[int, Path]:
    """The workers of this process: their ids, and the folders below which they write."""
    return {
        pid: Path(words[words.index("journal.demos.worker") + 2]) for pid, words in _commands(children(os.getpid()))
    }


def files(folder: Path) -> set[str]:
    """Everything below `folder`."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _commands(pids: set[int]) -> list[tuple[int, list[str]]]:
    commands = ((pid, Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")) for pid in pids)
    return [(pid, words) for pid, words in commands if "journal.demos.worker" in words]


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0  # it has just ended


def gone(pid: int, patience_s: float = 20) -> bool:
    """Whether a process ends, if it is given a moment."""
    until = time.monotonic() + patience_s
    while (alive := _alive(pid)) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
