"""Which entries of other programs were imported, so that each is imported once."""

from __future__ import annotations

from sqlmodel import Session, select

from journal.store.tables import Imported


def by_key(session: Session) -> dict[str, Imported]:
    """Every entry that was imported, by its key."""
    return {each.key: each for each in session.exec(select(Imported)).all()}


def note(session: Session, key: str, week_id: int, text: str) -> Imported:
    """Notes that an entry stands in a week with this text."""
    row = Imported(key=key, week_id=week_id, text=text)
    session.add(row)
    return row
