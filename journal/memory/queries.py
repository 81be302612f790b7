"""The weights that were fitted to the learner's own reviews, and what the fit and the replay read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from journal.db.tables import Card, Fit, Review


class Answered(NamedTuple):
    """A counted review as FSRS sees it."""

    card: int
    day: date
    rating: int


class Change(NamedTuple):
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
    """Every counted review in chronological order."""
    query = select(col(Review.card_id), col(Review.day), col(Review.rating)).where(col(Review.counted))
    rows = session.connection().execute(query.order_by(col(Review.day), col(Review.at), col(Review.id)))
    return [Answered(*row) for row in rows]


def histories(session: Session) -> Mapping[int, list[tuple[date, int]]]:
    """The days and ratings of each card's counted reviews, in the order in which they were given.

    Their days need not be in order: a clock may have been set back.
    """
    query = select(col(Review.card_id), col(Review.day), col(Review.rating)).where(col(Review.counted))
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for card, day, rating in session.connection().execute(
        query.order_by(col(Review.card_id), col(Review.day), col(Review.at), col(Review.id))
    ):
        found[card].append((day, rating))
    return found


def counted(session: Session) -> int:
    """How many reviews were counted."""
    return session.exec(select(func.coalesce(func.sum(Card.repetitions), 0))).one()


def change(session: Session, changes: Iterable[Change]) -> None:
    """Gives cards their memory under other weights."""
    rows = [each._asdict() for each in changes]
    if rows:
        session.flush()
        session.connection().execute(update(Card).where(col(Card.id) == bindparam("card")), rows)
