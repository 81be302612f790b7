"""Checks before a database is opened: whether it exists, is sound, and is the one last written.

Until this is known nothing is written, so that a database that is refused keeps every byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from journal.core.files import close_to_others
from journal.core.messages import UserError, say
from journal.db import integrity, mark, migrations
from journal.db.connections import OnStatus, has_log, patiently
from journal.db.integrity import Examination, Fault, UnsoundError
from journal.db.mark import Mark

HEADER, WRITE_VERSION, WAL = 100, 18, 2
"""Of the file format: the bytes of the header, the one that says how the file is written, its highest value."""


class Inspected(NamedTuple):
    """A database as it is, and whether it was examined for that: a new one, or one that need not be, was not."""

    found: Examination
    examined: bool


def inspect(path: Path, day: date, on_status: OnStatus, is_new: Callable[[], bool], *, behind: bool) -> Inspected:
    """Looks at the database at `path`, and makes an empty file where there is none and it `is_new`.

    Raises UnsoundError as `open_store` describes it. The mark is read first: another process may just be making the
    database.
    """
    known = mark.read(path)
    is_expected = (known is not None and known.commits > 0) or has_log(path)
    if integrity.is_missing(path):
        if is_expected or not is_new():
            raise UnsoundError("lost", path, Examination())
        _make(path)
        return Inspected(Examination(), examined=False)
    if not path.is_file():
        raise UserError("store.unwritable", path=path)
    if is_writable(path):
        close_to_others(path)
    return _inspected(path, day, on_status, is_new, known, behind=behind)


def as_left(path: Path, day: date) -> Inspected | None:
    """The database at `path` if the app left it so that there is nothing to make, migrate, fix, wait for or ask.

    It is examined when that is due. None for any other; raises sqlite3.Error where another program is in the way.
    """
    known = mark.read(path)
    if known is None or integrity.is_missing(path) or not path.is_file() or not is_writable(path):
        return None
    found = integrity.unchecked_facts(path)
    if found.version != len(migrations.SCRIPTS) or known.journal != found.journal or known.commits > found.commits:
        return None
    if known.sound == mark.state_of(path, found.schema, day):
        return Inspected(found, examined=False)
    found = integrity.examine_file(path)
    return Inspected(found, examined=True) if found.is_sound else None


def is_writable(path: Path) -> bool:
    """Whether a database can be changed where it lies: its file, and the log beside it. One to be made counts as so."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK))


def _inspected(
    path: Path, day: date, on_status: OnStatus, is_new: Callable[[], bool], known: Mark | None, *, behind: bool
) -> Inspected:
    def waiting() -> None:
        on_status(say("store.waiting", path=path))

    found = patiently(partial(integrity.unchecked_facts, path), waiting)
    if found.is_newer:
        raise UserError("store.newer", path=path)
    if found.is_blank:
        if (known and known.commits) or not is_new():
            raise UnsoundError("lost", path, found)
        return Inspected(Examination(), examined=False)
    is_due = known is None or known.sound != mark.state_of(path, found.schema, day)
    if is_due:
        found = patiently(partial(_examined, path), waiting)
    if known and known.journal != found.journal:
        raise UnsoundError("another", path, found)
    if known and known.commits > found.commits and not behind:
        raise UnsoundError("behind", path, found)
    return Inspected(found, is_due)


def _examined(path: Path) -> Examination:
    """A database that holds together, if need be with rows to be warned of. Raises UnsoundError for any other."""
    if _forbids_writing(path):
        raise UnsoundError("damaged", path, Examination(faults=(Fault(say("faults.header")),)))
    found = integrity.examine_file(path)
    if found.faults and not _can_be_used(path, found):
        raise UnsoundError("damaged", path, found)
    return found


def _can_be_used(path: Path, found: Examination) -> bool:
    """Whether only rows are not as they were written, all of them can be read, and no migration will hash them."""
    from journal.db import repair  # only needed for rows that are not as they were written

    return found.version == len(migrations.SCRIPTS) and bool(found.rows) and repair.are_readable(path, found.rows)


def _forbids_writing(path: Path) -> bool:
    """Whether the header of a file has SQLite never write to it. This process must not have it open.

    Closing a file would release the locks that another connection of the process holds.
    """
    with path.open("rb") as file:
        header = file.read(HEADER)
    return len(header) == HEADER and header[WRITE_VERSION] > WAL


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    close_to_others(path)
