"""Database backups: made while it is open, verified, restored."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from journal.core import files
from journal.core.messages import UserError
from journal.db import integrity, mark
from journal.db.connections import connect, is_busy, reading_mode
from journal.db.database import Store
from journal.db.errors import troubles_named
from journal.db.integrity import Examination

DAMAGED = "-damaged"
"""What is added to the name of a copy that is not sound: it never counts as a copy."""

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database while it works."""
_LOGGED = ("", "-wal", "-journal")
"""The files that hold what was written."""


def copy(store: Store, path: Path) -> Examination:
    """Writes the open database as it is at this moment into a new file, for its owner only; others may go on writing.

    The file takes its name once it is whole and found sound; an unsound one is kept under another, and UserError
    raised, which names it. Raises UserError where the name is taken.
    """
    with troubles_named(path), store.connection() as source:
        found = _copy(source, path)
    if not found.is_sound:
        store.suspect = True
        raise UserError("backup.unsound_copy", path=store.path, what=found.summary, kept=damaged_name(path))
    return found


def copy_closed(database: Path, path: Path) -> Path:
    """The same for a database that is not open; a damaged one is copied byte for byte, under another name.

    Returns the file. Raises UserError where another process has it open.
    """
    with troubles_named(path):
        if not integrity.examine_file(database).is_sound:
            return copy_bytes(database, path)
        refuse_while_open(database)
        with closing(connect(database, reading_mode(database))) as source:
            _copy(source, path)
    return path


def copy_bytes(database: Path, path: Path) -> Path:
    """Keeps a database that is not sound, and its log, byte for byte under a name that does not count."""
    kept = damaged_name(path)
    with troubles_named(kept):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for suffix in _LOGGED:
            found = _beside(database.resolve(), suffix)
            if found.is_file():
                _copy_file(found, _beside(kept, suffix))
    return kept


def is_kept(database: Path, kept: Path) -> bool:
    """Whether a copy that was kept byte for byte is what stands in the database and its log."""
    return all(_content(_beside(database.resolve(), each)) == _content(_beside(kept, each)) for each in _LOGGED)


def damaged_name(path: Path) -> Path:
    """The name under which a copy to be called `path` is kept when it is not sound."""
    return path.with_name(f"{path.stem}{DAMAGED}{path.suffix}")


def set_aside(path: Path) -> None:
    """Gives a copy that proves unsound the name of one that does not count."""
    with troubles_named(path):
        path.replace(damaged_name(path))


def discard(path: Path) -> None:
    """Removes a copy that does not count, and what lies beside it."""
    for suffix in ("", *_BESIDE):
        with suppress(OSError):
            _beside(path, suffix).unlink(missing_ok=True)


def check(path: Path) -> Examination:
    """Examines a copy. Raises UserError for one that is missing, not sound, or of a newer version."""
    if not path.is_file():
        raise UserError("weeks.missing_file", path=path)
    with troubles_named(path):
        found = integrity.examine_file(path)
    if found.is_newer:
        raise UserError("store.newer", path=path)
    if not found.is_sound:
        raise UserError("backup.damaged", path=path, what=found.summary)
    return found


def weeks_claimed(path: Path) -> int:
    """How many weeks a copy says it holds, unchecked; none where it cannot be read."""
    try:
        return integrity.unchecked_facts(path).weeks
    except (OSError, sqlite3.Error):
        return 0


def is_damaged(path: Path) -> bool:
    """Whether a copy was examined and is not sound; one of a newer version, or that cannot be opened, was not."""
    try:
        check(path)
    except UserError as error:
        return error.key == "backup.damaged"
    return False


def put_in_place(copied: Path, path: Path) -> None:
    """Makes a copy the database at `path`, through a link where that is one. Raises UserError, and changes nothing,
    for a copy that is not sound, and while another process has the database open.
    """
    check(copied)
    with troubles_named(path):
        real = path.resolve()
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = files.new_partial(real)
        try:
            with closing(connect(copied, reading_mode(copied))) as source:
                _fill(partial, source)
            check(partial)
            refuse_while_open(path)
            mark.forget(path)
            for suffix in _BESIDE:
                _beside(real, suffix).unlink(missing_ok=True)
            files.publish(partial, real)
        finally:
            discard(partial)


def refuse_while_open(path: Path) -> None:
    """Raises UserError while another process has the database open: only the last one may leave write-ahead logging.

    A file that is no database counts as closed.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return
    with troubles_named(path), closing(connect(path)) as connection:
        try:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
        except UnicodeDecodeError:  # the message about a damaged schema, which SQLite never reads while it waits
            return
        except sqlite3.Error as error:
            if is_busy(error):
                raise UserError("backup.in_use", path=path) from None


def _copy(source: sqlite3.Connection, path: Path) -> Examination:
    real = path.resolve()
    real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = files.new_partial(real)
    try:
        _fill(partial, source)
        found = integrity.examine_file(partial)
        if found.is_sound:
            files.publish_new(partial, real)
        else:
            files.publish(partial, damaged_name(real))
    except FileExistsError:
        raise UserError("backup.exists", path=path) from None
    finally:
        discard(partial)
    return found


def _fill(partial: Path, source: sqlite3.Connection) -> None:
    with closing(connect(partial)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # a copy is one file


def _copy_file(found: Path, path: Path) -> None:
    partial = files.new_partial(path)
    try:
        shutil.copyfile(found, partial)
        files.publish(partial, path)
    finally:
        discard(partial)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}{suffix}")
