"""What a database defines, compared with what the migrations make: a copy from elsewhere may define anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from journal.db import migrations
from journal.db.connections import in_memory

Definitions = dict[tuple[str, str], str]
"""The SQL of each table, index, trigger and view, by its kind and name."""


def made_by_migrations(version: int) -> Definitions:
    """What the first `version` scripts define."""
    return dict(_made(version))


def definitions(connection: sqlite3.Connection) -> Definitions:
    """What a database defines, blanks normalised; not the statistics that SQLite keeps for itself.

    The tables that a full-text index is made of are SQLite's own, and differ from one version of it to the next: of
    those the names alone count.
    """
    columns = ", ".join(f"CAST(coalesce({each}, '') AS TEXT)" for each in ("type", "name", "sql"))
    rows = connection.execute(f"SELECT {columns} FROM sqlite_master").fetchall()
    indexes = tuple(f"{name}_" for _, name, sql in rows if sql.startswith("CREATE VIRTUAL TABLE"))
    return {
        (kind, name): "" if kind == "table" and name.startswith(indexes) else " ".join(sql.split())
        for kind, name, sql in rows
        if not name.startswith("sqlite_stat")
    }


def differences(connection: sqlite3.Connection, version: int) -> list[str]:
    """What is not as the first `version` scripts make it: kind and name of each, as in "trigger t"."""
    found, expected = definitions(connection), made_by_migrations(version)
    differing = {key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)}
    return [" ".join(key) for key in sorted(differing)]


@cache
def _made(version: int) -> tuple[tuple[tuple[str, str], str], ...]:
    with closing(in_memory()) as connection:
        for script in migrations.SCRIPTS[:version]:
            for statement in migrations.statements(script):
                connection.execute(statement)
        return tuple(definitions(connection).items())
