"""The weights that were fitted to the learner's own reviews."""

from __future__ import annotations

from sqlmodel import Session, col, select

from journal.store.tables import Fit


def in_use(session: Session) -> Fit | None:
    """The fit that the schedule works with: the last one that was taken; None while there is none."""
    return session.exec(select(Fit).where(col(Fit.taken)).order_by(col(Fit.id).desc())).first()
