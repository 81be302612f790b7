"""Separate user and network namespaces: no network, no privileges outside. See namespaces(7)."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from journal.runner.sandbox.linux import check, libc

TASKS_MOST = 64
"""Threads and processes within the namespace (nothing for root, and counted so since Linux 5.14)."""

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_CLONE_NEWIPC = 0x08000000


def apply() -> None:
    """Moves this process, which must have one thread, into namespaces where it keeps its user and group."""
    user, group = os.geteuid(), os.getegid()
    check(libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC))
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"{user} {user} 1")
    (own / "gid_map").write_text(f"{group} {group} 1")
    if _release() >= (5, 14):
        resource.setrlimit(resource.RLIMIT_NPROC, (TASKS_MOST, TASKS_MOST))


def _release() -> tuple[int, int]:
    major, minor = os.uname().release.split(".")[:2]
    return int(major), int("".join(filter(str.isdigit, minor)) or 0)
