"""Repairs rows with wrong checksums from backups, or accepts them as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlmodel import Session

from journal.db import archive, checksums, mark
from journal.db.checksums import Mismatch, Table
from journal.db.connections import connect, reading_mode
from journal.db.errors import troubles_named


def repair(path: Path, copies: Iterable[Path]) -> int:
    """Puts the rows of a database that are not as they were written back, from the first sound copy that has each.

    A row is known by its hash: no copy can bring back an older state of it. Returns how many rows were put back.
    """
    with _changing(path) as connection:
        wrong = checksums.mismatches(connection)
        for copied in copies:
            with closing(connect(copied, reading_mode(copied))) as source:
                for row in checksums.mismatches(connection):
                    _put_back(connection, source, row)
        return len(wrong) - len(checksums.mismatches(connection))


def accept(path: Path, rows: Sequence[Mismatch]) -> int:
    """Takes rows as they are now, if the app can read them; returns how many were taken."""
    readable = [row for row in rows if are_readable(path, [row])]
    with _changing(path) as connection:
        for row in readable:
            checksums.renew(connection, row)
    return len(readable)


def are_readable(path: Path, rows: Sequence[Mismatch]) -> bool:
    """Whether the values of rows are such as the app writes: text in UTF-8, days that exist, numbers for numbers.

    A row that refers to one that is gone is not.
    """
    if any(row.how == "dangling" for row in rows):
        return False
    with closing(connect(path, reading_mode(path))) as connection:
        keys = {table.name: table.key_of() for table in checksums.tables(connection)}
    there = [row for row in rows if row.how != "gone" and row.table in keys]
    engine = create_engine("sqlite://", creator=lambda: connect(path, reading_mode(path)), poolclass=NullPool)
    with Session(engine) as session:
        return all(archive.fits(session, row.table, f"{keys[row.table]} = :key", row.key) for row in there)


@contextmanager
def _changing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on a database that is not open; references are checked at its end."""
    with troubles_named(path), closing(connect(path)) as connection:
        checksums.keep(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        yield connection
        checksums.count_commit(connection)
        connection.execute("COMMIT")
        mark.forget(path)


def _put_back(connection: sqlite3.Connection, source: sqlite3.Connection, row: Mismatch) -> None:
    table = next((each for each in checksums.tables(connection) if each.name == row.table), None)
    if table is None or table not in checksums.tables(source):
        return
    written = connection.execute("SELECT sha256 FROM checksum WHERE name = ? AND key = ?", (row.table, row.key))
    same = f"{table.key_of()} = ? AND {table.sha256} = ?"
    hashed = written.fetchone()
    values = hashed and source.execute(f'SELECT * FROM "{table.name}" WHERE {same}', (row.key, *hashed)).fetchone()
    if values:
        _write(connection, table, row, values)


def _write(connection: sqlite3.Connection, table: Table, row: Mismatch, values: Sequence[object]) -> None:
    columns = ", ".join(f'"{column}" = ?' for column in table.columns)
    there = connection.execute(f'UPDATE "{table.name}" SET {columns} WHERE {table.key_of()} = ?', (*values, row.key))
    if there.rowcount == 0:
        places = ", ".join("?" * len(values))
        connection.execute(f'INSERT INTO "{table.name}" VALUES ({places})', values)
