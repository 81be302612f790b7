"""Copies of the database: made while it is open, checked, put back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from journal.store import migrations
from journal.store.database import Store, troubles_named
from journal.words import UserError

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database while it works."""


def copy(store: Store, path: Path) -> None:
    """Writes the open database as it is at this moment into a file for its owner only; others may go on writing.

    The file takes its name when it is whole, in the place of one that has it already.
    """
    with troubles_named(path), store.connection() as source:
        _copy(source, path)


def copy_closed(database: Path, path: Path) -> None:
    """The same of a database that is not open; one that cannot be read is kept byte for byte."""
    with troubles_named(path):
        if is_sound(database):
            with closing(sqlite3.connect(database)) as source:
                _copy(source, path)
        else:
            _copy_bytes(database, path)


def check(path: Path) -> int:
    """How many weeks a copy holds. Raises UserError for one that is damaged, no journal, or of a newer version."""
    if not path.is_file():
        raise UserError("weeks.missing_file", path=path)
    try:
        with closing(_reading(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            weeks = int(connection.execute('SELECT count(*) FROM "week"').fetchone()[0])
    except sqlite3.DatabaseError:
        raise UserError("backup.damaged", path=path) from None
    if version > len(migrations.SCRIPTS):
        raise UserError("store.newer", path=path)
    if not sound or version < 1:
        raise UserError("backup.damaged", path=path)
    return weeks


def is_sound(path: Path) -> bool:
    """Whether there is a database at `path` that can be read."""
    try:
        check(path)
    except UserError:
        return False
    return True


def put_in_place(copied: Path, path: Path) -> None:
    """Makes a copy the database at `path`. Raises UserError while another process has that open."""
    with troubles_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = _partial(path)
        try:
            shutil.copyfile(copied, partial)
            with _alone(path):
                pass
            for suffix in _BESIDE:
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            _settle(partial, path)
        finally:
            partial.unlink(missing_ok=True)


def refuse_while_open(path: Path) -> None:
    """Raises UserError while another process has the database open."""
    with troubles_named(path), _alone(path):
        pass


def _copy(source: sqlite3.Connection, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = _partial(path)
    try:
        with closing(sqlite3.connect(partial)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        _settle(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _copy_bytes(database: Path, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in ("", *_BESIDE):
        found = database.with_name(database.name + suffix)
        if found.is_file():
            partial = _partial(path.with_name(path.name + suffix))
            shutil.copyfile(found, partial)
            _settle(partial, path.with_name(path.name + suffix))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Makes sure that no other process has the database open: only then may it leave write-ahead logging.

    A file that is no database is nobody's.
    """
    if not path.is_file():
        yield
        return
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise UserError("backup.in_use", path=path) from None
            raise
        except sqlite3.DatabaseError:
            pass
        yield


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _partial(path: Path) -> Path:
    """An empty file beside `path`, for its owner only, that is to become it."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return partial


def _settle(partial: Path, path: Path) -> None:
    """Gives a file that is whole its name, once it is on the disk."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
