"""The disk usage of a run: files in its folder, and unlinked files still in use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from journal.runner.limits import FILES_MOST, FOLDER_LARGEST, OUTPUT_FLOOD

_UNLINKED = " (deleted)"
"""What Linux writes behind the path of a file that has no name any more: see proc(5)."""
_MAPPED = re.compile(r"^\S+ \S+ \S+ \S+ (\d+) +(.*)$", re.MULTILINE)
"""A line of /proc/PID/maps: an inode, and the path of the file."""
_BLOCK = 512
"""Bytes of a block as stat(2) counts them, on any file system."""

InodeUse = tuple[int, int]
"""The inode of a file, and the bytes that it takes."""


def overfull(folder: Path, pid: int | None = None) -> bool:
    """Whether a run's folder holds too many files or too many bytes, with the unlinked files of its process `pid`.

    Stops counting at the limit. Unlinked files are counted on systems that report them, such as Linux.
    """
    size, known = 0, set[int]()
    for inode, held in chain(_named(folder), _opened(folder, pid), _mapped(folder, pid)):
        if inode not in known:
            known.add(inode)
            size += held
        if len(known) > FILES_MOST or size > FOLDER_LARGEST:
            return True
    return False


def _named(folder: Path) -> Iterator[InodeUse]:
    waiting = [str(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield _file(entry.stat(follow_symlinks=False))
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _opened(folder: Path, pid: int | None) -> Iterator[InodeUse]:
    """The unlinked files that a thread of the process has open: each may have descriptors of its own."""
    for link in Path(f"/proc/{pid}/task").glob("*/fd/*") if pid else ():
        with suppress(OSError):
            if _is_unlinked(str(link.readlink()), folder):
                yield _file(link.stat())


def _mapped(folder: Path, pid: int | None) -> Iterator[InodeUse]:
    """The unlinked files in the memory of the process; their size is unknown, so the largest possible is taken."""
    if pid is not None:
        with suppress(OSError):
            text = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
            yield from (
                (int(inode), OUTPUT_FLOOD) for inode, path in _MAPPED.findall(text) if _is_unlinked(path, folder)
            )


def _is_unlinked(path: str, folder: Path) -> bool:
    return path.startswith(f"{folder}{os.sep}") and path.endswith(_UNLINKED)


def _file(found: os.stat_result) -> InodeUse:
    """A file takes the bytes up to its end, or the blocks that are kept for it where those are more."""
    return found.st_ino, max(found.st_size, _BLOCK * getattr(found, "st_blocks", 0))
