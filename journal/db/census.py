"""How many rows each table has and how many were deleted from it: rows that vanish without a deletion are noticed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from journal.db import checksums, integrity
from journal.db.checksums import DELETED
from journal.db.connections import connect, reading_mode
from journal.db.errors import troubles_named


@dataclass(frozen=True)
class Census:
    """The rows of a sound database by table, and those that were ever deleted; of which journal, after which commit."""

    journal: str = ""
    commits: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    deleted: Mapping[str, int] = field(default_factory=dict)


def census(path: Path) -> Census:
    """Counts the rows of a sound database. An earlier version of it, which counted no deletions, gives none."""
    with troubles_named(path), closing(connect(path, reading_mode(path))) as connection:
        facts = integrity.facts(connection)
        if facts.version < integrity.SINCE:
            return Census()
        names = [table.name for table in checksums.tables(connection)]
        rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        deleted = {name: checksums.counter(connection, f"{DELETED}{name}") for name in names}
    return Census(facts.journal, facts.commits, rows, deleted)


def vanished(before: Census, now: Census) -> dict[str, int]:
    """How many rows of each table are missing since an earlier state of the same journal that nobody deleted."""
    if not before.journal or before.journal != now.journal or before.commits > now.commits:
        return {}
    missing = {
        name: rows - now.rows.get(name, 0) - (now.deleted.get(name, 0) - before.deleted.get(name, 0))
        for name, rows in before.rows.items()
    }
    return {name: n for name, n in missing.items() if n > 0}
