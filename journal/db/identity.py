"""What a new row is called on every device that shares a journal.

Two devices may write the same week, or note the same sentence of it, before they hear of each other: such a row is
called after what it is, so that they agree. Everything else happens once, and gets a name that is drawn.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import text


def drawn(_context: Any) -> str:
    """A name that no other row has."""
    return uuid4().hex


def of_week(context: Any) -> str:
    """The first day of a week; a second week that begins on it gets a name that is drawn."""
    name = str(context.get_current_parameters()["starts"])
    return drawn(context) if _is_taken(context, "week", name) else name


def of_item(context: Any) -> str:
    """What a sentence of a week was noted as; a line that was parked gets a name that is drawn."""
    row = context.get_current_parameters()
    if not row.get("sentence"):
        return drawn(context)
    week = context.connection.execute(text("SELECT uid FROM week WHERE id = :id"), {"id": row.get("week_id")}).scalar()
    parts = "\n".join(str(part) for part in (week, row["kind"], row["text"], row["sentence"]))
    name = sha256(parts.encode()).hexdigest()[:32]
    return drawn(context) if _is_taken(context, "item", name) else name


def _is_taken(context: Any, table: str, name: str) -> bool:
    query = text(f"SELECT 1 FROM {table} WHERE uid = :uid")
    return context.connection.execute(query, {"uid": name}).first() is not None
