"""A database that is as the app left it, opened by SQLite alone: for commands that are over before sqlmodel is loaded.

Whoever cannot be served here (something must be examined, migrated, fixed, waited for) opens the store of `database`.
Both keep the same promises: a transaction is whole, hashed, counted, and noted in the mark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from journal.db import checksums, inspection, mark
from journal.db.connections import NOTICE, connect, start


class UnusualError(Exception):
    """What is asked for takes more than can be done here; nothing was changed."""


@contextmanager
def troubles_unusual() -> Iterator[None]:
    """Whatever SQLite or the disk complain of becomes an UnusualError: the store of `database` says what it is."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise UnusualError from error


class Session:
    """A transaction of SQLite, as far as `plain` needs one."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw

    def connection(self) -> Session:
        return self

    def exec_driver_sql(self, statement: str, parameters: Any = ()) -> sqlite3.Cursor:
        return self.raw.execute(statement, parameters)


class DirectStore:
    """An open database, for one thread and a few transactions."""

    warnings: tuple[str, ...] = ()

    def __init__(self, path: Path, journal: str, schema: int, day: date) -> None:
        self.path, self.journal, self.day = path, journal, day
        self._schema = schema
        self._raw = connect(path, "rw", wait=NOTICE)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout; one within another sees the same."""
        if self._raw.in_transaction:
            yield Session(self._raw)
            return
        start(self._raw, writes=False)
        try:
            yield Session(self._raw)
        finally:
            self._raw.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that writes all that is done in it to the disk, or nothing when an exception leaves it."""
        self._raw.execute("PRAGMA synchronous = FULL")
        checksums.keep(self._raw)
        start(self._raw, writes=True)
        try:
            before = self._raw.total_changes
            yield Session(self._raw)
            commits = checksums.count_commit(self._raw) if self._raw.total_changes != before else 0
            self._raw.execute("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise
        if commits:
            mark.note_commit(self.path, self.journal, commits)

    def check_words(self) -> None:
        """Has SQLite check the indexes of words, as is due with the rest. Raises sqlite3.Error for a damaged one."""
        with self.write() as session:
            for index in ("week_words", "item_words"):
                session.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")

    def close(self) -> None:
        """Closes the file; it need not be checked again today, unless others change it."""
        with suppress(sqlite3.Error, OSError):
            self._raw.close()
            mark.note_sound(self.path, mark.state_of(self.path, self._schema, self.day))


def open_direct(path: Path, day: date) -> DirectStore:
    """The database at `path`. Raises UnusualError, sqlite3.Error or OSError where it cannot be opened so."""
    inspected = inspection.as_left(path, day)
    if inspected is None:
        raise UnusualError
    store = DirectStore(path, inspected.found.journal, inspected.found.schema, day)
    if inspected.examined:
        store.check_words()
    return store
