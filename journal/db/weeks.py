"""The weekly logs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from journal.core.days import shifted
from journal.db import followups, search, versions
from journal.db.tables import Week


def all_weeks(session: Session) -> Sequence[Week]:
    """Every week, oldest first."""
    return session.exec(select(Week).order_by(col(Week.starts), col(Week.id))).all()


def periods(session: Session) -> list[tuple[int | None, date, date]]:
    """Number, first and last day of every week, without its text, oldest first."""
    rows = select(col(Week.number), col(Week.starts), col(Week.ends)).order_by(col(Week.starts), col(Week.id))
    return [(number, starts, ends) for number, starts, ends in session.exec(rows)]


def since(session: Session, day: date) -> Sequence[Week]:
    """The weeks that begin on `day` or later, oldest first."""
    return session.exec(select(Week).where(Week.starts >= day).order_by(col(Week.starts), col(Week.id))).all()


def by_id(session: Session, week_id: int) -> Week | None:
    """The week with this id."""
    return session.get(Week, week_id)


def by_number(session: Session, number: int) -> Week | None:
    """The week that calls itself the `number`th; of several the latest."""
    return session.exec(select(Week).where(Week.number == number).order_by(col(Week.starts).desc())).first()


def on_day(session: Session, day: date) -> Week | None:
    """The week that holds `day`; of two that share it, the one that begins later."""
    holding = select(Week).where(Week.starts <= day, Week.ends >= day)
    return session.exec(holding.order_by(col(Week.starts).desc(), col(Week.id).desc())).first()


def in_iso_week(session: Session, year: int, number: int) -> Week | None:
    """The week that shares most days with an ISO week, the later one of equals; None when none shares any."""
    monday = date.fromisocalendar(year, number, 1)
    sunday = shifted(monday, 6)
    shared = session.exec(select(Week).where(Week.starts <= sunday, Week.ends >= monday)).all()
    return max(shared, key=lambda week: (min(week.ends, sunday) - max(week.starts, monday), week.starts), default=None)


def add(
    session: Session, *, number: int | None, starts: date, ends: date, title: str, body: str, now: datetime
) -> Week:
    """Stores a new week and gives it its id; what earlier weeks left to do is carried into it."""
    week = Week(number=number, starts=starts, ends=ends, title=title, body=body, created=now, updated=now)
    session.add(week)
    session.flush()
    search.note_week(session, week)
    followups.carry_over(session, week)
    return week


def save_body(session: Session, week_id: int, body: str, now: datetime, *, from_elsewhere: bool = False) -> bool:
    """Stores the body of a week; says whether it was another one before. Raises KeyError for an unknown id.

    What stood there is kept as a version unless one is only typing on, and always when the change comes
    `from_elsewhere`.
    """
    week = session.get(Week, week_id)
    if week is None:
        raise KeyError(week_id)
    if week.body == body:
        return False
    versions.keep_before(session, week, body, now, from_elsewhere=from_elsewhere)
    week.body, week.updated = body, now
    session.add(week)
    search.note_week(session, week)
    return True


def replan(session: Session, week_id: int, number: int | None, starts: date, ends: date, title: str) -> None:
    """Gives a week another number, period and title. Raises KeyError for an unknown id."""
    week = session.get(Week, week_id)
    if week is None:
        raise KeyError(week_id)
    week.number, week.starts, week.ends, week.title = number, starts, ends, title
    session.add(week)
    search.note_week(session, week)


def same(session: Session, number: int | None, starts: date, ends: date) -> Sequence[Week]:
    """The weeks with the same number and period, the oldest first."""
    found = select(Week).where(Week.number == number, Week.starts == starts, Week.ends == ends)
    return session.exec(found.order_by(col(Week.id))).all()


def import_body(session: Session, week: Week, title: str, body: str, now: datetime) -> bool:
    """Gives a week the title and the text that came from outside; says whether it had others. The old text is kept."""
    if (week.title, week.body) == (title, body):
        return False
    versions.keep_before(session, week, body, now, from_elsewhere=True)
    week.title, week.body, week.updated = title, body, now
    session.add(week)
    search.note_week(session, week)
    return True
