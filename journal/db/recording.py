"""What a transaction changes, noted by the triggers of `noting` as it happens: by bulk statements and cascades as well.

The triggers belong to a connection, not to the database: they always fit the tables as this version describes them, and
a program that knows nothing of them writes as before. For each row that a step touches the first change notes how it
was: a row of `change` for each column that changed, for each column of a row that went, and one without a column for a
row that was not there. The idea is that of https://www.sqlite.org/undoredo.html, with values in place of statements.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, TableClause, column, delete, insert, select, table, update
from sqlmodel import SQLModel

from journal.db.noting import NOT_NOTED

Where = tuple[str, int]
"""The name of a table and the id of a row of it."""
Rows = dict[Where, dict[str, Any]]
"""Rows as they were: values of columns as SQLite has them; none for a row that was not there."""


def before(connection: Connection, step_id: int) -> Rows:
    """The rows that a step touched, as they were before it."""
    change = table("change", *map(column, ("step_id", "name", "row_id", "field", "value")))
    found = connection.execute(select(change).where(change.c.step_id == step_id).order_by("name", "row_id"))
    return {
        where: {row.field: row.value for row in rows if row.field}
        for where, rows in groupby(found, lambda row: (row.name, row.row_id))
    }


def restore(connection: Connection, rows: Rows) -> None:
    """Makes rows what they were: first those that stay, then those that go, at last those that come back.

    So nothing refers any more to what goes, which would drag it along. References are checked when all is done.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    there = {where for where in rows if _is_there(connection, where)}
    for where in there:
        if rows[where]:
            found = _tables()[where[0]]
            connection.execute(update(found).where(found.c.id == where[1]).values(rows[where]))
    for name, row_id in there:
        if not rows[name, row_id]:
            found = _tables()[name]
            connection.execute(delete(found).where(found.c.id == row_id))
    for name, row_id in rows.keys() - there:
        if rows[name, row_id]:
            connection.execute(insert(_tables()[name]).values(rows[name, row_id]))


def _is_there(connection: Connection, where: Where) -> bool:
    found = _tables()[where[0]]
    return connection.execute(select(found.c.id).where(found.c.id == where[1])).first() is not None


@cache
def _tables() -> dict[str, TableClause]:
    """The tables that are recorded, by name, their values as SQLite has them. Each has an `id`."""
    return {
        name: table(name, *map(column, described.columns.keys()))
        for name, described in SQLModel.metadata.tables.items()
        if name not in NOT_NOTED
    }
