"""The table `base`: what this journal and its hub last agreed on, row by row, and what of it was changed here since.

A row was changed if its checksum is not that of its base: no trigger and no clock is needed to know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session

from journal.db import plain

Key = tuple[str, str]
"""A table, and what a row of it is called on every device."""

LOCAL_KEYS = ("in ", "out ")
"""What the keys of imported entries begin with that are about a file of this machine, in a folder kept in step."""

_CHANGED = f"""
SELECT 1 FROM (
    SELECT name, CAST(key AS INTEGER), sha256 FROM checksum WHERE name IN ({{kinds}}) AND NOT (
        name = 'imported' AND CAST(key AS INTEGER) IN
            (SELECT id FROM imported WHERE {" OR ".join(f"key GLOB '{each}*'" for each in LOCAL_KEYS)}))
    EXCEPT SELECT name, row_id, sha256 FROM base
)
UNION ALL
SELECT 1 FROM (
    SELECT name, row_id FROM base
    EXCEPT SELECT name, CAST(key AS INTEGER) FROM checksum WHERE name IN ({{kinds}})
)
LIMIT 1
"""
"""Compared as sets: row by row each would be looked for among all of its table."""


class Base(NamedTuple):
    """What was agreed on for a row, and what was sent of it without an answer: JSON, or None where there is none."""

    row_id: int
    body: str | None
    sha256: bytes | None
    sent: str | None
    sent_sha256: bytes | None


def is_local(kind: str, name: str) -> bool:
    """Whether a row is about a file of this machine: no other device has it, and no base is kept for it."""
    return kind == "imported" and name.startswith(LOCAL_KEYS)


def is_changed(session: Session, kinds: Sequence[str]) -> bool:
    """Whether a row of these tables was added, changed or deleted since all that is known was agreed on.

    Not one about a file of this machine.
    """
    names = ", ".join(f"'{kind}'" for kind in kinds)
    return bool(plain.rows(session, _CHANGED.format(kinds=names)))


def read(session: Session) -> dict[Key, Base]:
    """Every base."""
    found = plain.rows(session, "SELECT name, uid, row_id, body, sha256, sent, sent_sha256 FROM base")
    return {(name, uid): Base(*rest) for name, uid, *rest in found}


def put(session: Session, found: Mapping[Key, Base]) -> None:
    """Writes bases in the place of those that there were."""
    values = [(*key, *base) for key, base in found.items()]
    if values:
        session.connection().exec_driver_sql("INSERT OR REPLACE INTO base VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def confirm(session: Session) -> None:
    """Makes what was sent what was agreed on; what both sides deleted is forgotten."""
    execute = session.connection().exec_driver_sql
    execute("DELETE FROM base WHERE sent = 'null'")
    execute("UPDATE base SET body = sent, sha256 = sent_sha256, sent = NULL, sent_sha256 = NULL WHERE sent IS NOT NULL")


def forget(session: Session, keys: Iterable[Key] | None = None) -> None:
    """Forgets some bases, or all: as if this journal had never met its hub."""
    execute = session.connection().exec_driver_sql
    if keys is None:
        execute("DELETE FROM base")
    elif values := list(keys):
        execute("DELETE FROM base WHERE name = ? AND uid = ?", values)


def checksums(session: Session, kinds: Sequence[str]) -> dict[tuple[str, int], bytes]:
    """The checksum of every row of some tables, by table and number."""
    names = ", ".join(f"'{kind}'" for kind in kinds)
    found = plain.rows(session, f"SELECT name, CAST(key AS INTEGER), sha256 FROM checksum WHERE name IN ({names})")
    return {(name, number): sha256 for name, number, sha256 in found}


def changes(session: Session) -> dict[tuple[str, int, str], str]:
    """When columns of rows were last changed, as the undo log knows it; those of an added row have an empty name."""
    query = """
        SELECT name, row_id, field, max(step.at) FROM change JOIN step ON step.id = step_id
        WHERE NOT undone GROUP BY name, row_id, field
    """
    return {(name, row_id, column): at for name, row_id, column, at in plain.rows(session, query)}
