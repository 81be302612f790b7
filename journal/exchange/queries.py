"""Which entries of other programs were imported, so that each is imported once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlmodel import Session, select

from journal.db import plain
from journal.db.tables import Imported

Way = Literal["in", "out"]
"""Whose file holds a text: one of others that came in, or one of ours that went out."""


def by_key(session: Session) -> dict[str, Imported]:
    """Every entry that was imported, by its key."""
    return {each.key: each for each in session.exec(select(Imported)).all()}


def given_out(session: Session, week_id: int, way: Way) -> str | None:
    """The text of a week as it last came from a file of others, or as a file of ours holds it; None where none does."""
    row = session.exec(select(Imported).where(Imported.key == f"{way} {week_id}")).first()
    return row.text if row and row.week_id == week_id else None


def give_out(session: Session, week_id: int, text: str, way: Way) -> None:
    """Notes that a file holds this text of a week."""
    key = f"{way} {week_id}"
    row = session.exec(select(Imported).where(Imported.key == key)).first() or Imported(key=key, text="")
    row.week_id, row.text = week_id, text
    session.add(row)


def checksums_of_weeks(session: Session) -> Sequence[plain.Row]:
    """Every week's id with a checksum of all that is stored of it."""
    return plain.rows(session, "SELECT key, sha256 FROM checksum WHERE name = 'week' ORDER BY key")


def note(session: Session, key: str, week_id: int, text: str) -> Imported:
    """Notes that an entry stands in a week with this text."""
    row = Imported(key=key, week_id=week_id, text=text)
    session.add(row)
    return row
