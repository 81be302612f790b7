"""The triggers that note what a transaction changes; `recording` says what for, and reads what they noted.

Which columns there are the database says: what it defines was compared with what this version makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Template
from typing import Any

NOT_NOTED = {"base", "change", "checksum", "counter", "gone", "mention", "meta", "step", "studyday"}
"""The tables of what is made again from the rest, or is not caused by the user."""

_MADE = "CREATE TEMP TABLE recording (step_id INTEGER NOT NULL)"
_TRIGGER = Template(
    """
CREATE TEMP TRIGGER ${table}_${event} AFTER ${event} ON ${table} BEGIN
    INSERT INTO change
    SELECT step_id, '${table}', ${image}.id, part, was FROM recording, (${images})
    WHERE was IS NOT became AND NOT EXISTS (
        SELECT 1 FROM change
        WHERE change.step_id = recording.step_id AND name = '${table}' AND row_id = ${image}.id
        AND (part = '' OR field IN ('', part))
    );
END
"""
)

_ADDED = "SELECT '' AS part, NULL AS was, 1 AS became"
_CHANGED = Template("""SELECT '$column' AS part, +OLD."$column" AS was, +NEW."$column" AS became""")
_GONE = Template("""SELECT '$column' AS part, +OLD."$column" AS was, x'00' AS became""")
"""What a trigger sees: the sign + takes a value as it is, whatever the type of its column."""


def start(connection: Any, step_id: int) -> None:
    """Notes from here on what changes, as part of a step."""
    execute = connection.exec_driver_sql
    if not execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'recording'").fetchone():
        for statement in (_MADE, *_triggers(noted(connection))):
            execute(statement)
    execute("INSERT INTO recording VALUES (?)", (step_id,))


def stop(connection: Any) -> None:
    """Notes nothing any more."""
    connection.exec_driver_sql("DELETE FROM recording")


def noted(connection: Any) -> dict[str, list[str]]:
    """The columns of each table whose changes are noted: all but LEFT_OUT, and those that make up a full-text index."""
    execute = connection.exec_driver_sql
    names = execute("SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM main.sqlite_master WHERE type = 'table'").fetchall()
    apart = ("sqlite_", *(name for name, is_virtual in names if is_virtual))
    tables = [name for name, _ in names if not name.startswith(apart) and name not in NOT_NOTED]
    columns = "SELECT name FROM pragma_table_info(?)"
    return {table: [name for (name,) in execute(columns, (table,)).fetchall()] for table in tables}


def _triggers(tables: dict[str, list[str]]) -> Iterator[str]:
    for name, columns in tables.items():
        yield _TRIGGER.substitute(table=name, event="INSERT", image="NEW", images=_ADDED)
        for event, image in (("UPDATE", _CHANGED), ("DELETE", _GONE)):
            images = " UNION ALL ".join(image.substitute(column=each) for each in columns)
            yield _TRIGGER.substitute(table=name, event=event, image="OLD", images=images)
