"""Which entries of other programs were imported, so that each is imported once."""

from __future__ import annotations

from sqlmodel import Session, select

from journal.store.tables import Imported


def by_key(session: Session) -> dict[str, Imported]:
    """Every entry that was imported, by its key."""
    return {each.key: each for each in session.exec(select(Imported)).all()}


def given_out(session: Session, week_id: int) -> str | None:
    """The text of a week at the last exchange with a file; None where there was none."""
    row = session.exec(select(Imported).where(Imported.key == f"week {week_id}")).first()
    return row.text if row and row.week_id == week_id else None


def give_out(session: Session, week_id: int, text: str) -> None:
    """Notes that a file holds this text of a week."""
    row = session.exec(select(Imported).where(Imported.key == f"week {week_id}")).first()
    row = row or Imported(key=f"week {week_id}", text="")
    row.week_id, row.text = week_id, text
    session.add(row)


def note(session: Session, key: str, week_id: int, text: str) -> Imported:
    """Notes that an entry stands in a week with this text."""
    row = Imported(key=key, week_id=week_id, text=text)
    session.add(row)
    return row
