"""The weights that were fitted to the learner's own reviews, and what the fit and the replay read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from journal.db.tables import Card, Fit, Review
from journal.memory.replaying import Answered


class MemoryChange(NamedTuple):
    """What a card's memory becomes under other weights."""

    card: int
    stability: float
    difficulty: float
    due: date


def add(session: Session, fit: Fit) -> Fit:
    """Stores a fit and gives it its id."""
    session.add(fit)
    session.flush()
    return fit


def by_id(session: Session, fit_id: int) -> Fit | None:
    """The fit with this id."""
    return session.get(Fit, fit_id)


def in_use(session: Session) -> Fit | None:
    """The fit that the schedule works with: the last one that was taken; None while there is none."""
    return session.exec(select(Fit).where(col(Fit.taken)).order_by(col(Fit.at).desc(), col(Fit.id).desc())).first()


def latest(session: Session) -> Fit | None:
    """The fit that was made last."""
    return session.exec(select(Fit).order_by(col(Fit.at).desc(), col(Fit.id).desc())).first()


def answered(session: Session) -> list[Answered]:
    """Every review that changed a memory, in chronological order."""
    rows = session.connection().execute(_remembered().order_by(col(Review.day), col(Review.at), col(Review.id)))
    return [Answered(card, day, rating, counted, bool(begins)) for card, day, rating, counted, begins in rows]


def histories(session: Session) -> Mapping[int, list[Answered]]:
    """The reviews that changed the memory of each card, in the order in which they were given."""
    found: defaultdict[int, list[Answered]] = defaultdict(list)
    for each in answered(session):
        found[each.card].append(each)
    return found


def has_repeats(session: Session) -> bool:
    """Whether there is a review that was a repeat on the day of a miss."""
    return session.exec(select(Review.id).where(col(Review.repeat)).limit(1)).first() is not None


def _remembered() -> Select[int, date, int, bool, bool]:
    begins = and_(col(Review.counted), col(Review.elapsed).is_(None), col(Card.anew).is_not(None))
    columns = col(Review.card_id), col(Review.day), col(Review.rating), col(Review.counted), begins
    return select_columns(*columns).join_from(Review, Card).where(or_(col(Review.counted), col(Review.repeat)))


def counted(session: Session) -> int:
    """How many reviews were counted."""
    return session.exec(select(func.coalesce(func.sum(Card.repetitions), 0))).one()


def recalls(session: Session) -> int:
    """How many counted reviews came a day or more after the one before."""
    return session.exec(select(func.count()).where(col(Review.counted), col(Review.elapsed) > 0)).one()


def change(session: Session, changes: Iterable[MemoryChange]) -> None:
    """Gives cards their memory under other weights."""
    rows = [each._asdict() for each in changes]
    if rows:
        session.flush()
        session.connection().execute(update(Card).where(col(Card.id) == bindparam("card")), rows)
