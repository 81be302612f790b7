"""Deleted weeks with their versions, until they are restored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from journal.db import followups, search, versions
from journal.db.tables import Binned, FollowupRow, Version, Week


def put(session: Session, week: Week, now: datetime) -> Binned:
    """Moves a week into the bin, with its versions; its items stay, and know it again when it comes back."""
    binned = Binned(
        at=now,
        week_id=week.id,
        number=week.number,
        starts=week.starts,
        ends=week.ends,
        title=week.title,
        body=week.body,
        created=week.created,
        updated=week.updated,
        versions=[[each.at.isoformat(), each.body] for each in versions.of_week(session, week.id)],
        items=list(session.exec(select(FollowupRow.id).where(FollowupRow.week_id == week.id)).all()),
        uid=week.uid,
    )
    session.add(binned)
    search.forget_week(session, week.id)
    session.delete(week)
    session.flush()
    return binned


def take_out(session: Session, binned: Binned) -> Week:
    """Brings a week back as it was; it gets another id where a new week has taken its own."""
    week = Week(
        number=binned.number,
        starts=binned.starts,
        ends=binned.ends,
        title=binned.title,
        body=binned.body,
        created=binned.created,
        updated=binned.updated,
    )
    if session.get(Week, binned.week_id) is None:
        week.id = binned.week_id
    if session.exec(select(Week.id).where(Week.uid == binned.uid)).first() is None:
        week.uid = binned.uid
    session.add(week)
    session.flush()
    session.add_all(Version(week_id=week.id, at=datetime.fromisoformat(at), body=body) for at, body in binned.versions)
    session.exec(update(FollowupRow).where(col(FollowupRow.id).in_(binned.items)).values(week_id=week.id))
    search.note_week(session, week)
    followups.carry_over(session, week)
    session.delete(binned)
    session.flush()
    return week


def contents(session: Session) -> Sequence[Binned]:
    """What is in the bin, the last deleted first."""
    return session.exec(select(Binned).order_by(col(Binned.id).desc())).all()
