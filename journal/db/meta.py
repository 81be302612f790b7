"""Notes of the app about the journal itself, by key."""

from __future__ import annotations

from sqlmodel import Session, col, delete

from journal.db.tables import Meta


def get(session: Session, key: str) -> str | None:
    """The note under `key`, if there is one."""
    note = session.get(Meta, key)
    return note.value if note else None


def put(session: Session, key: str, value: str) -> None:
    """Makes `value` the note under `key`."""
    session.merge(Meta(key=key, value=value))


def forget(session: Session, key: str) -> None:
    """Takes the note under `key` away."""
    session.exec(delete(Meta).where(col(Meta.key) == key))
