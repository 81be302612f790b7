"""The marks of habits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from journal.store.tables import Tally


def add(session: Session, tally: Tally) -> Tally:
    """Stores a mark and gives it its id."""
    session.add(tally)
    session.flush()
    return tally


def take_back(session: Session, habit: str) -> Tally | None:
    """Removes the last mark of a habit and returns it; None when it has none."""
    last = session.exec(select(Tally).where(Tally.habit == habit).order_by(col(Tally.id).desc())).first()
    if last is not None:
        session.delete(last)
    return last


def by_day(session: Session, *, until: date) -> list[tuple[str, date, float]]:
    """What each habit adds up to on each day up to `until`, the habit that was marked first first."""
    sums = select(col(Tally.habit), col(Tally.day), func.sum(Tally.amount)).where(Tally.day <= until)
    rows = session.exec(sums.group_by(col(Tally.habit), col(Tally.day)).order_by(func.min(Tally.id)))
    return [(habit, day, total) for habit, day, total in rows]


def of_habit(session: Session, habit: str, since: date) -> Sequence[Tally]:
    """The marks of one habit since a day, the first one first."""
    marks = select(Tally).where(Tally.habit == habit, Tally.day >= since)
    return session.exec(marks.order_by(col(Tally.id))).all()


def of_focus(session: Session, habit: str, focus_id: int) -> float:
    """What a habit adds up to in one session of focus."""
    total = select(func.sum(Tally.amount)).where(Tally.habit == habit, Tally.focus_id == focus_id)
    return session.exec(total).one() or 0.0
