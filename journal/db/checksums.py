"""A SHA-256 for each row of the journal: a bit that flips on the disk is found, and the row is named.

SQLite checks how its pages fit together, not what stands in them. The table `checksum` therefore holds a hash for each
row of every other table, by the table's name and the row's primary key. Triggers keep it: those of a connection, not
of the database, so that every way of writing is covered (bulk statements, cascades, undo) and no function of ours is
called by a schema. Whatever changes a row without them is noticed.

Deletions are counted by table in `counter`, so that rows that vanish without a deletion are noticed too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

UNPROTECTED = ("checksum", "counter")
"""The tables whose rows have no hash: those that hold the hashes, and the counts."""

NAMED = ("week", "note", "review", "focus", "item", "tally", "fit")
"""The tables whose deleted rows are remembered, by what they are called on every device."""

COMMITS = "commits"
"""The counter of the transactions that changed something."""
DELETED = "deleted "
"""What the counters of deleted rows begin with; the name of the table follows."""

How = Literal["changed", "gone", "unknown", "dangling"]


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, those of its primary key, and the SQL that hashes a row."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    sha256: str

    def key_of(self, row: str = "") -> str:
        """The key of a row as one text; `row` is empty, `NEW.` or `OLD.`."""
        return "CAST(" + " || ' ' || ".join(f'{row}"{column}"' for column in self.key) + " AS TEXT)"

    @property
    def rows(self) -> str:
        """A query for the key and the hash of every row."""
        return f'SELECT {self.key_of()} AS key, {self.sha256} AS sha256 FROM "{self.name}"'


@dataclass(frozen=True)
class Mismatch:
    """A row that is not as it was written: other content, no longer there, or never written by the app.

    One that is `dangling` refers to a row that is gone.
    """

    table: str
    key: str
    how: How


def register(connection: sqlite3.Connection) -> None:
    """Gives a connection the SQL function that hashes the values of a row."""
    connection.create_function("row_sha256", -1, _row_sha256, deterministic=True)


def tables(connection: sqlite3.Connection) -> list[Table]:
    """The tables whose rows are hashed: all but UNPROTECTED, and those that make up a full-text index."""
    names = dict(connection.execute("SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type = 'table'"))
    indexes = [name for name, is_virtual in names.items() if is_virtual]
    apart = ("sqlite_", *indexes, *UNPROTECTED)
    return [_described(connection, name) for name in sorted(names) if not name.startswith(apart)]


def keep(connection: sqlite3.Connection) -> None:
    """Has every later change on this connection renew the hashes. Outside of a transaction only."""
    if connection.execute("SELECT 1 FROM sqlite_temp_master WHERE name LIKE 'checksum_%'").fetchone() is None:
        for each in tables(connection):
            for statement in _triggers(each):
                connection.execute(statement)


def renew_all(connection: sqlite3.Connection) -> None:
    """Hashes every row as it is now: after a migration, which the triggers know nothing of."""
    connection.execute("DELETE FROM checksum")
    for table in tables(connection):
        connection.execute(f"INSERT INTO checksum SELECT '{table.name}', key, sha256 FROM ({table.rows})")
        connection.execute(f"INSERT OR IGNORE INTO counter VALUES ('{DELETED}{table.name}', 0)")
    connection.execute(f"INSERT OR IGNORE INTO counter VALUES ('{COMMITS}', 0)")


def renew(connection: sqlite3.Connection, row: Mismatch) -> None:
    """Takes one row as it is: its hash is made again, or dropped where there is no such row."""
    if row.table in UNPROTECTED:
        connection.execute("DELETE FROM checksum WHERE name || ' ' || key = ?", (row.key,))
        return
    table = next(each for each in tables(connection) if each.name == row.table)
    connection.execute("DELETE FROM checksum WHERE name = ? AND key = ?", (row.table, row.key))
    now = f"SELECT '{table.name}', key, sha256 FROM ({table.rows}) WHERE key = ?"
    connection.execute(f"INSERT INTO checksum {now}", (row.key,))


def mismatches(connection: sqlite3.Connection) -> list[Mismatch]:
    """Every row that is not as it was written, table by table."""
    found = []
    described = tables(connection)
    for table in described:
        differing = f"""
            SELECT found.key, kept.key IS NULL FROM ({table.rows}) AS found
            LEFT JOIN checksum AS kept ON kept.name = '{table.name}' AND kept.key = found.key
            WHERE kept.sha256 IS NOT found.sha256
        """
        for key, unknown in connection.execute(differing).fetchall():
            found.append(Mismatch(table.name, key, "unknown" if unknown else "changed"))
        gone = f"SELECT key FROM checksum WHERE name = '{table.name}' EXCEPT SELECT key FROM ({table.rows})"
        found += [Mismatch(table.name, key, "gone") for (key,) in connection.execute(gone).fetchall()]
    names = ", ".join(f"'{table.name}'" for table in described)
    stray = connection.execute(f"SELECT name || ' ' || key FROM checksum WHERE name NOT IN ({names})").fetchall()
    return found + [Mismatch("checksum", key, "unknown") for (key,) in stray]


def count_commit(connection: sqlite3.Connection) -> int:
    """Counts the transaction that `connection` is in; returns how many there have been."""
    connection.execute("UPDATE counter SET value = value + 1 WHERE name = ?", (COMMITS,))
    return counter(connection, COMMITS)


def counter(connection: sqlite3.Connection, name: str) -> int:
    """What was counted under a name so far."""
    row = connection.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def _row_sha256(*values: bytes | str | float | None) -> bytes:
    """The hash of a row's values: texts come as their bytes, blobs as their hex digits, so that all differ."""
    return sha256(repr(values).encode()).digest()


def _described(connection: sqlite3.Connection, name: str) -> Table:
    described = connection.execute(f'SELECT name, pk FROM pragma_table_info("{name}")').fetchall()
    columns = tuple(column for column, _ in described)
    key = tuple(column for column, place in sorted(described, key=lambda each: each[1]) if place)
    return Table(name, columns, key, f"row_sha256({', '.join(map(_value, columns))})")


def _value(column: str) -> str:
    return f"""CASE typeof("{column}") WHEN 'text' THEN CAST("{column}" AS BLOB)
        WHEN 'blob' THEN hex("{column}") ELSE "{column}" END"""


def _triggers(table: Table) -> Iterator[str]:
    forget = f"DELETE FROM checksum WHERE name = '{table.name}' AND key="
    this = " AND ".join(f'"{column}" = NEW."{column}"' for column in table.key)
    row = f"SELECT '{table.name}', {table.key_of()}, {table.sha256} FROM \"{table.name}\" WHERE {this}"
    count = f"UPDATE counter SET value = value + 1 WHERE name = '{DELETED}{table.name}'"
    new, old = table.key_of("NEW."), table.key_of("OLD.")
    back, away = "", ""
    if table.name in NAMED:
        now = "datetime('now', 'localtime')"
        back = f"UPDATE gone SET back = {now} WHERE name = '{table.name}' AND uid=NEW.uid;"
        gone = f"'{table.name}', OLD.uid, {now}, NULL"
        away = f"INSERT OR REPLACE INTO gone SELECT {gone} WHERE OLD.uid IS NOT NULL;"
    for event, body in (
        ("INSERT", f"{back} {forget} {new}; INSERT INTO checksum {row}"),
        ("UPDATE", f"{forget} {old}; {forget} {new}; INSERT INTO checksum {row}"),
        ("DELETE", f"{away} {forget} {old}; {count}"),
    ):
        yield f"""CREATE TEMP TRIGGER checksum_{table.name}_{event} AFTER {event} ON "{table.name}"
            BEGIN {body}; END"""
