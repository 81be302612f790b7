"""The database of a journal: opened, brought up to date, read and written in whole transactions."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session as Session
from sqlmodel import create_engine

from journal.store import migrations, steps
from journal.words import UserError

__all__ = ["Session", "Store", "open_store"]

PATIENCE = 5_000
"""Milliseconds to wait for another process that is writing."""

PRAGMAS = (
    "journal_mode = WAL",  # readers never wait for a writer
    "foreign_keys = ON",
    "temp_store = MEMORY",  # nothing is written outside of the home
)

_TROUBLES = {
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_NOTADB": "store.damaged",
    "SQLITE_CORRUPT": "store.damaged",
    "SQLITE_READONLY": "store.unwritable",
    "SQLITE_CANTOPEN": "store.unwritable",
    "SQLITE_PERM": "store.unwritable",
    "SQLITE_FULL": "store.full",
    "SQLITE_IOERR": "store.full",
}
"""What SQLite may complain of that the user can mend."""


class Store:
    """An open database, for any number of threads. What a session gave stays usable after it."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._readers = engine
        self._writers = {lasting: engine.execution_options(writes=True, lasting=lasting) for lasting in (True, False)}

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout; what it changes is not kept."""
        with troubles_named(self.path), Session(self._readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        """A session that writes all that is done in it, or nothing when an exception leaves it.

        It excludes other writers from its start, so that what it reads holds until it writes. What is to be taken back
        one day begins a step in it. What is `lasting` is on the disk when this ends, and outlives a power cut; the rest
        follows within half a minute, when the system writes it, and takes some ten milliseconds less.
        """
        with (
            troubles_named(self.path),
            Session(self._writers[lasting], expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
            steps.end(session)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of SQLite itself, outside of any transaction."""
        raw = self._readers.raw_connection()
        try:
            connection = raw.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            yield connection
        finally:
            raw.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._readers.dispose()


def open_store(path: Path) -> Store:
    """The database at `path`, made if it is not there, readable by its owner only, and brought up to date.

    Raises UserError when it cannot be opened, or was written by a newer version of the app.
    """
    with troubles_named(path):
        _make_private(path)
        engine = create_engine(f"sqlite:///{path}", json_serializer=partial(json.dumps, ensure_ascii=False))
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        try:
            _bring_up_to_date(path, engine)
        except BaseException:
            engine.dispose()
            raise
    return Store(path, engine)


@contextmanager
def troubles_named(path: Path) -> Iterator[None]:
    """Turns what the file system and SQLite may complain of into errors that tell the user what to do."""
    try:
        yield
    except OSError as error:
        raise UserError("store.unwritable", path=path) from error
    except DatabaseError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        key = next((key for start, key in _TROUBLES.items() if name.startswith(start)), None)
        if key is None:
            raise
        raise UserError(key, path=path) from error


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _bring_up_to_date(path: Path, engine: Engine) -> None:
    newest = len(migrations.SCRIPTS)
    with engine.connect() as connection:
        found = migrations.version(connection)
    if found > newest:
        raise UserError("store.newer", path=path)
    if found < newest:
        with engine.execution_options(writes=True).begin() as connection:
            migrations.migrate(connection)


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says so
    for pragma in (f"busy_timeout = {PATIENCE}", *PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writes"):
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('lasting', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
