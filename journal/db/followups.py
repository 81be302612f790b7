"""What the log leaves open: noted, dismissed, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, and_, col, func, select

from journal.db import search
from journal.db.tables import FollowupRow, Week

TO_DO = ("later", "parked")
"""The kinds of items that one week hands on to the next until they are done."""


def add(session: Session, item: FollowupRow) -> FollowupRow:
    """Stores a new item and gives it its id."""
    session.add(item)
    session.flush()
    search.note_item(session, item)
    return item


def all_items(session: Session) -> Sequence[FollowupRow]:
    """Every item, the oldest first."""
    return session.exec(select(FollowupRow).order_by(col(FollowupRow.id))).all()


def by_id(session: Session, item_id: int) -> FollowupRow | None:
    """The item with this id."""
    return session.get(FollowupRow, item_id)


def decide(
    session: Session, item_id: int, *, done: datetime | None = None, dismissed: bool = False, finding: str = ""
) -> FollowupRow | None:
    """Makes an item done, dismissed, or (neither) open again; None when there is none of this id."""
    item = session.get(FollowupRow, item_id)
    if item is not None:
        item.done, item.dismissed, item.finding = done, dismissed, finding
        session.add(item)
    return item


def of_focus(session: Session, focus_id: int) -> Sequence[FollowupRow]:
    """What was parked in a focus session, oldest first."""
    return session.exec(select(FollowupRow).where(FollowupRow.focus_id == focus_id).order_by(col(FollowupRow.id))).all()


def schedule(session: Session, item_id: int, due: date | None) -> FollowupRow | None:
    """Sets the day by which an item is to be taken up; None when there is none of this id."""
    item = session.get(FollowupRow, item_id)
    if item is not None:
        item.due = due
        session.add(item)
    return item


def not_done(session: Session, day: date) -> Sequence[tuple[FollowupRow, Week | None]]:
    """What weeks that begin before `day` left to do and nobody did, each with its week, the oldest first.

    Not what the log defers on purpose: a parked sentence of it that no day was named for.
    """
    on_purpose = and_(FollowupRow.kind == "parked", FollowupRow.sentence != "", col(FollowupRow.due).is_(None))
    since = func.coalesce(Week.starts, func.date(FollowupRow.created))
    rows = (
        select(FollowupRow, Week)
        .join(Week, isouter=True)
        .where(col(FollowupRow.kind).in_(TO_DO), ~on_purpose, since < day)
    )
    open_ones = rows.where(col(FollowupRow.done).is_(None), col(FollowupRow.dismissed).is_(False))
    return session.exec(open_ones.order_by(since, col(FollowupRow.id))).all()


def carry_over(session: Session, into: Week) -> int:
    """Carries what earlier weeks left to do into a week, each item once, however often; says how many came."""
    coming = to_carry_over(session, into)
    for item in coming:
        item.carried = [*item.carried, into.id]
        session.add(item)
    session.flush()
    return len(coming)


def to_carry_over(session: Session, into: Week) -> list[FollowupRow]:
    """What earlier weeks left to do and has not been carried into a week yet."""
    return [item for item, _ in not_done(session, into.starts) if into.id not in item.carried]


def carried_over_to(session: Session, week_id: int) -> Sequence[tuple[FollowupRow, Week | None]]:
    """What was carried into a week, done or not, each with the week that it comes from, the oldest first."""
    since = func.coalesce(Week.starts, func.date(FollowupRow.created))
    carried = select(FollowupRow, Week).join(Week, isouter=True).where(func.json_array_length(FollowupRow.carried) > 0)
    rows = session.exec(carried.where(col(FollowupRow.dismissed).is_(False)).order_by(since, col(FollowupRow.id))).all()
    return [(item, week) for item, week in rows if week_id in item.carried]


def of_week(session: Session, week_id: int) -> Sequence[FollowupRow]:
    """What was noted of a week's own, done or not, in the order in which it was noted; none that were dismissed."""
    own = select(FollowupRow).where(FollowupRow.week_id == week_id, col(FollowupRow.dismissed).is_(False))
    return session.exec(own.order_by(col(FollowupRow.id))).all()
