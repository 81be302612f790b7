"""What is known of a database outside of it: the last commit, and when its file was last checked.

A log of writes that is lost or belongs to another database, or an older file in the place of the newer one, leaves a
database that is sound and wrong. The mark, a small file beside it, gives it away: it names the journal and the number
of its last commit. It is written after each commit and never synced: it may lag behind, and a mark that cannot be read
is none.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

_SIZE = 512
"""Bytes of the file: always the same, so that each write covers the one before."""


@dataclass(frozen=True)
class Mark:
    """The journal's id, the number of its last commit, and the state in which its file was found sound."""

    journal: str
    commits: int
    sound: str = ""


def file_of(path: Path) -> Path:
    """Where the mark of the database at `path` is."""
    return path.with_name(f"{path.name}-mark")


def read(path: Path) -> Mark | None:
    """The mark of the database at `path`, if there is one that can be read."""
    try:
        fields = json.loads(file_of(path).read_bytes())
        return Mark(str(fields["journal"]), int(fields["commits"]), str(fields["sound"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(path: Path, mark: Mark) -> None:
    """Makes `mark` that of the database at `path`, where that can be written."""
    with suppress(OSError):
        descriptor = os.open(file_of(path), os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK, 0o600)
        try:
            os.write(descriptor, json.dumps(asdict(mark)).encode().ljust(_SIZE))
        finally:
            os.close(descriptor)


def note_commit(path: Path, journal: str, commits: int) -> None:
    """Notes a commit; of two processes that do so at once the later commit may be noted last or not at all."""
    known = read(path)
    same = known if known and known.journal == journal else Mark(journal, 0)
    write(path, replace(same, commits=max(commits, same.commits)))


def note_sound(path: Path, state: str) -> None:
    """Notes in which state the file was last known to be sound; an empty one has it checked at the next start."""
    if known := read(path):
        write(path, replace(known, sound=state))


def forget(path: Path) -> None:
    """Removes the mark: another database is to take the place of this one."""
    with suppress(OSError):
        file_of(path).unlink(missing_ok=True)


def state_of(path: Path, schema: int, day: date) -> str:
    """A state of the file that need be checked only once: its day, size, time of change, log and schema number.

    The log is known by its inode: SQLite itself checks what stands in it.
    """
    real = path.resolve()
    try:
        log = real.with_name(f"{real.name}-wal").stat().st_ino
    except FileNotFoundError:
        log = 0
    found = real.stat()
    return f"{day} {found.st_size} {found.st_mtime_ns} {log} {schema}"
