"""focus sessions, and what was parked in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from journal.db.tables import Focus


def running(session: Session) -> Focus | None:
    """The running focus session, if any."""
    return session.exec(select(Focus).where(col(Focus.ended).is_(None)).order_by(col(Focus.id).desc())).first()


def since(session: Session, moment: datetime) -> Sequence[Focus]:
    """The focus sessions that began at `moment` or later, or that end after it, in the order of their beginning."""
    recent = or_(Focus.started >= moment, col(Focus.ended).is_(None), col(Focus.ended) > moment)
    return session.exec(select(Focus).where(recent).order_by(col(Focus.started), col(Focus.id))).all()


def add(session: Session, focus: Focus) -> Focus:
    """Stores a new focus session and gives it its id."""
    session.add(focus)
    session.flush()
    return focus


def change(session: Session, focus_id: int, *, pauses: list[list[str]], ended: datetime | None = None) -> Focus | None:
    """Stores the pauses of a focus session, and its end if it has ended; None when there is none of this id."""
    focus = session.get(Focus, focus_id)
    if focus is not None:
        focus.pauses, focus.ended = pauses, ended
        session.add(focus)
    return focus
