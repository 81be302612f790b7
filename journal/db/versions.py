"""Versions of a week's text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from journal.core.differences import gone
from journal.db.tables import Version, Week

PAUSE = timedelta(minutes=10)
"""A text that was left alone for so long is kept before it is changed again."""
MUCH = 50
"""A text is kept before more of its characters than these go at once."""


def keep(session: Session, week: Week) -> bool:
    """Keeps the text of a week as it is now stored; says whether it was not yet kept. A text without words never is."""
    last = latest(session, week.id)
    if not week.body.strip() or (last is not None and last.body == week.body):
        return False
    session.add(Version(week_id=week.id, at=week.updated, body=week.body))
    session.flush()
    return True


def keep_other(session: Session, week: Week, body: str, now: datetime) -> None:
    """Keeps a text that came for a week and was merged into its own."""
    session.add(Version(week_id=week.id, at=now, body=body))
    session.flush()


def types_on(week: Week, body: str, now: datetime) -> bool:
    """Whether a text that is about to become `body` has only been written on, without a pause and without a cut."""
    return now - week.updated < PAUSE and gone(week.body, body) <= MUCH


def keep_before(session: Session, week: Week, body: str, now: datetime, *, from_elsewhere: bool) -> None:
    """Keeps the text of a week that is about to become `body`, unless one has only been typing on."""
    if from_elsewhere or not types_on(week, body, now):
        keep(session, week)


def by_id(session: Session, version_id: int) -> Version | None:
    """The version with this id."""
    return session.get(Version, version_id)


def latest(session: Session, week_id: int) -> Version | None:
    """The last text of a week that was kept."""
    kept = select(Version).where(Version.week_id == week_id)
    return session.exec(kept.order_by(col(Version.at).desc(), col(Version.id).desc())).first()


def of_week(session: Session, week_id: int) -> Sequence[Version]:
    """Every text of a week that was kept, oldest first."""
    return session.exec(
        select(Version).where(Version.week_id == week_id).order_by(col(Version.at), col(Version.id))
    ).all()


def of_weeks_since(session: Session, day: date) -> list[tuple[Week, list[tuple[datetime, str]]]]:
    """The weeks that end on `day` or later, each with its texts: those that were kept in order, and the present one."""
    found = session.exec(select(Week).where(Week.ends >= day).order_by(col(Week.starts))).all()
    texts: dict[int, list[tuple[datetime, str]]] = {week.id: [] for week in found}
    kept = select(Version).join(Week).where(Week.ends >= day).order_by(col(Version.at), col(Version.id))
    for version in session.exec(kept):
        texts[version.week_id].append((version.at, version.body))
    return [(week, [*texts[week.id], (week.updated, week.body)]) for week in found]
