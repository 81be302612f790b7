"""The database inside an Anki package: read as nothing but the rows of known tables, and written in schema 11.

A foreign database lives in memory, trusts nothing that it defines, and is only asked for columns of real tables.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from journal.db.connections import in_memory

Row = tuple[Any, ...]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "col": ("crt", "models", "decks"),
    "notes": ("id", "guid", "mid", "tags", "flds"),
    "cards": ("id", "nid", "did", "ord", "type", "queue", "due", "ivl", "reps", "lapses", "odue", "odid", "data"),
    "revlog": ("id", "cid", "ease", "ivl", "time", "type", "factor"),
    "notetypes": ("id", "name", "config"),
    "fields": ("ntid", "ord", "name"),
    "templates": ("ntid", "ord", "name", "config"),
    "decks": ("id", "name"),
}
MOST_ROWS = 5_000_000
"""Rows of one table that are read."""
LARGEST_VALUE = 16 * 2**20
"""Bytes of the largest value."""


class NotACollectionError(Exception):
    """What should be a collection of Anki is none."""


def read(data: bytes) -> dict[str, list[Row]]:
    """The rows of the known tables, by table. Raises NotACollectionError for anything that is no such database."""
    with closing(in_memory()) as connection:
        try:
            connection.deserialize(data[:18] + b"\x01\x01" + data[20:])  # one that was written with a log beside it
            _confine(connection)
            found = {name: list(_rows(connection, name)) for name in _real_tables(connection)}
        except (sqlite3.Error, OverflowError, MemoryError) as error:
            raise NotACollectionError(str(error)) from error
    if not {"col", "notes", "cards"} <= found.keys():
        raise NotACollectionError
    return found


def _confine(connection: sqlite3.Connection) -> None:
    """From here on the database can do nothing but have the columns of its tables read."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY)


def _real_tables(connection: sqlite3.Connection) -> list[str]:
    """The known tables that are tables: a view or a virtual table of the same name runs what it defines."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    real = {name for kind, name, sql in rows if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")}
    return [name for name in COLUMNS if name in real]


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[Row]:
    columns = ", ".join(f'"{column}"' for column in COLUMNS[name])
    with closing(connection.execute(f'SELECT {columns} FROM "{name}"')) as found:
        for number, row in enumerate(found):
            if number >= MOST_ROWS:
                raise NotACollectionError
            yield row


# --- writing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Collection:
    """What is written: JSON of the models and decks by id, and the rows of notes, cards and answers."""

    created: int
    modified: int
    models: Mapping[str, Any]
    decks: Mapping[str, Any]
    notes: Sequence[Row]
    cards: Sequence[Row]
    revlog: Sequence[Row]


_SCHEMA = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
    ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
    models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
    usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
    flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
    mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
    ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,
    left integer not null, odue integer not null, odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
    type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum)
"""
_CONF = {"nextPos": 1, "schedVer": 2, "sched2021": True, "curDeck": 1, "activeDecks": [1], "curModel": None}
_DCONF = {
    "1": {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {
            "bury": True,
            "delays": [1.0, 10.0],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
        "dyn": False,
    }
}


def written(collection: Collection) -> bytes:
    """A database of schema 11, which every Anki since 2.1 reads."""
    with closing(in_memory()) as connection:
        connection.execute("BEGIN")
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        stamp, created = collection.modified, collection.created
        texts = map(json.dumps, (_CONF, collection.models, collection.decks, _DCONF))
        connection.execute(
            "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')", (created, stamp, stamp, *texts)
        )
        for name, rows in (("notes", collection.notes), ("cards", collection.cards), ("revlog", collection.revlog)):
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return connection.serialize()
