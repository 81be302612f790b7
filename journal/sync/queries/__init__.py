"""What is asked of the hub, in the SQL of PostgreSQL. `hub.sql` describes its tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

SCRIPT = Path(__file__).parents[1] / "hub.sql"


@dataclass(frozen=True)
class Met:
    """A hub as a device finds it, the learner's row locked: its id, its last push, its clock."""

    hub: str
    oldest: int
    seq: int
    now: datetime


@dataclass(frozen=True)
class HubRow:
    """A row on the hub: its columns as JSON values, None if it was deleted; when its columns were changed, in UTC."""

    kind: str
    name: str
    body: dict[str, Any] | None
    changed: dict[str, str]
    gone: datetime | None = None


def is_there(hub: Connection) -> bool:
    """Whether the database has been made a hub."""
    found = hub.execute("SELECT to_regclass('hub.row') IS NOT NULL").fetchone()
    return bool(found and found[0])


def make(hub: Connection) -> None:
    """Makes the database a hub."""
    hub.execute(SCRIPT.read_bytes())


def meet(hub: Connection, device: str, label: str, schema: int) -> Met:
    """Begins a round: the learner's other devices wait until it ends, half a minute at most."""
    hub.execute(
        """
        SELECT set_config('lock_timeout', '30s', true),
            set_config('idle_in_transaction_session_timeout', '600s', true) -- a slow machine merges years for so long
        """
    )
    hub.execute("INSERT INTO hub.learner DEFAULT VALUES ON CONFLICT DO NOTHING")
    found = hub.execute(
        """
        SELECT about.id, oldest, seq, clock_timestamp()
        FROM hub.learner, hub.about WHERE learner = current_user FOR UPDATE OF learner
        """
    ).fetchone()
    assert found is not None
    hub.execute(
        """
        INSERT INTO hub.device (device, label, schema) VALUES (%s, %s, %s)
        ON CONFLICT (learner, device) DO UPDATE SET label = excluded.label, schema = excluded.schema, seen = now()
        """,
        (device, label, schema),
    )
    return Met(str(found[0]), *found[1:])


def arrived(hub: Connection, push: str) -> int | None:
    """The number of a push; None for one that did not arrive."""
    found = hub.execute("SELECT seq FROM hub.push WHERE learner = current_user AND push = %s", (push,)).fetchone()
    return found[0] if found else None


def since(hub: Connection, seq: int) -> list[HubRow]:
    """The rows that were written by later pushes than this."""
    found = hub.execute(
        "SELECT kind, name, body, changed, gone FROM hub.row WHERE learner = current_user AND seq > %s", (seq,)
    )
    return [HubRow(*row) for row in found.fetchall()]


def push(hub: Connection, number: str, seq: int, rows: Sequence[HubRow]) -> None:
    """Writes rows as one push; columns that this version does not know stay as they are.

    They go as one document: a client that escapes them as arrays is busy for longer than the hub.
    """
    told = [
        {
            "kind": row.kind,
            "key": str(key_of(row.name)),
            "name": row.name,
            "body": row.body,
            "changed": row.changed,
            "gone": row.gone and row.gone.isoformat(),
        }
        for row in rows
    ]
    hub.execute(
        """
        INSERT INTO hub.row (kind, key, name, body, changed, gone, seq)
        SELECT *, %s FROM jsonb_to_recordset(%s::jsonb)
            AS told(kind text, key uuid, name text, body jsonb, changed jsonb, gone timestamptz)
        ON CONFLICT (learner, kind, key) DO UPDATE SET
            seq = excluded.seq,
            body = CASE WHEN excluded.body IS NULL THEN NULL
                ELSE coalesce(hub.row.body, '{}') || excluded.body END,
            changed = CASE WHEN hub.row.body IS NULL THEN excluded.changed
                ELSE hub.row.changed || excluded.changed END,
            gone = excluded.gone
        """,
        (seq, json.dumps(told, ensure_ascii=False)),
    )
    hub.execute("UPDATE hub.learner SET seq = %s WHERE learner = current_user", (seq,))
    hub.execute("INSERT INTO hub.push (push, seq) VALUES (%s, %s)", (number, seq))


def devices(hub: Connection) -> list[str]:
    """What the learner's devices are called, the one that was seen last first."""
    query = "SELECT label FROM hub.device WHERE learner = current_user ORDER BY seen DESC"
    return [label for (label,) in hub.execute(query).fetchall()]


def key_of(name: str) -> UUID:
    """What the hub finds a row by: a name may be longer than an index takes."""
    return UUID(bytes=sha256(name.encode()).digest()[:16])
