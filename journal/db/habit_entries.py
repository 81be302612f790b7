"""The marks of habits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from journal.db.tables import HabitEntry


def add(session: Session, habit_entry: HabitEntry) -> HabitEntry:
    """Stores a mark and gives it its id."""
    session.add(habit_entry)
    session.flush()
    return habit_entry


def take_back(session: Session, habit: str) -> HabitEntry | None:
    """Removes the last mark of a habit and returns it; None when it has none."""
    last = session.exec(select(HabitEntry).where(HabitEntry.habit == habit).order_by(col(HabitEntry.id).desc())).first()
    if last is not None:
        session.delete(last)
    return last


def by_day(session: Session, *, until: date) -> list[tuple[str, date, float]]:
    """What each habit adds up to on each day up to `until`, the habit that was marked first first."""
    sums = select(col(HabitEntry.habit), col(HabitEntry.day), func.sum(HabitEntry.amount)).where(
        HabitEntry.day <= until
    )
    rows = session.exec(sums.group_by(col(HabitEntry.habit), col(HabitEntry.day)).order_by(func.min(HabitEntry.id)))
    return [(habit, day, total) for habit, day, total in rows]


def of_habit(session: Session, habit: str, since: date) -> Sequence[HabitEntry]:
    """The marks of one habit since a day, oldest first."""
    marks = select(HabitEntry).where(HabitEntry.habit == habit, HabitEntry.day >= since)
    return session.exec(marks.order_by(col(HabitEntry.id))).all()


def of_focus(session: Session, habit: str, focus_id: int) -> float:
    """What a habit adds up to in one focus session."""
    total = select(func.sum(HabitEntry.amount)).where(HabitEntry.habit == habit, HabitEntry.focus_id == focus_id)
    return session.exec(total).one() or 0.0
