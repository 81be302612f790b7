"""What the log leaves open: noted, dismissed, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from journal.store import search
from journal.store.tables import Item, Week


def add(session: Session, item: Item) -> Item:
    """Stores a new item and gives it its id."""
    session.add(item)
    session.flush()
    search.note_item(session, item)
    return item


def all_items(session: Session) -> Sequence[Item]:
    """Every item, the oldest first."""
    return session.exec(select(Item).order_by(col(Item.id))).all()


def by_id(session: Session, item_id: int) -> Item | None:
    """The item with this id."""
    return session.get(Item, item_id)


def decide(session: Session, item_id: int, *, done: datetime | None = None, dismissed: bool = False) -> Item | None:
    """Makes an item done, dismissed, or (neither) open again; None when there is none of this id."""
    item = session.get(Item, item_id)
    if item is not None:
        item.done, item.dismissed = done, dismissed
        session.add(item)
    return item


def listed(session: Session, *, and_done: bool = False) -> Sequence[tuple[Item, Week | None]]:
    """The items that are open, with `and_done` also the others, each with its week: what is due first, then the oldest.

    None that were dismissed.
    """
    rows = select(Item, Week).join(Week, isouter=True).where(col(Item.dismissed).is_(False))
    if not and_done:
        rows = rows.where(col(Item.done).is_(None))
    return session.exec(rows.order_by(col(Item.due).is_(None), col(Item.due), col(Item.id))).all()


def decided(session: Session, week_id: int | None, sentences: Sequence[str]) -> Sequence[Item]:
    """Every item of a week, and those of other weeks that came of one of the `sentences` or are terms."""
    known = or_(Item.week_id == week_id, col(Item.sentence).in_(sentences), Item.kind == "term")
    return session.exec(select(Item).where(known)).all()
