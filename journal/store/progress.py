"""What the reviews add up to: counted by the database, so that a hundred thousand reviews cost no more than a few."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlmodel import Session, col

from journal.store.rows import Belief, Day, Sureness
from journal.store.tables import Card, Review

_RIGHT = col(Review.verdict) == "right"
_COUNTED = col(Review.counted)


def of(concepts: Collection[str] | None) -> ColumnElement[bool]:
    """The condition that a review is of one of these concepts; of any when None."""
    if concepts is None:
        return true()
    return col(Review.card_id).in_(select(col(Card.id)).where(col(Card.concept).in_(concepts)))


def days(session: Session, *, concepts: Collection[str] | None = None) -> list[Day]:
    """Every day that had reviews, or reviews of these concepts, in order."""
    recall = and_(_COUNTED, col(Review.elapsed) > 0)
    first = and_(_COUNTED, col(Review.elapsed).is_(None))
    rows = session.connection().execute(
        select(
            col(Review.day),
            func.count(),
            func.count().filter(_RIGHT),
            func.count().filter(recall),
            func.count().filter(recall, _RIGHT),
            func.count().filter(first),
            func.sum(Review.seconds),
        )
        .where(of(concepts))
        .group_by(col(Review.day))
        .order_by(col(Review.day))
    )
    return [Day(*row) for row in rows]


def due_by_day(session: Session, *, concepts: Collection[str] | None = None) -> list[tuple[date, int]]:
    """How many cards (of these concepts) come due on each day, in order; none that are suspended, a buried one late."""
    comes = func.max(col(Card.due), func.coalesce(col(Card.buried_until), col(Card.due)))
    about = true() if concepts is None else col(Card.concept).in_(concepts)
    active = select(comes, func.count()).where(col(Card.suspended).is_(False), col(Card.due).is_not(None), about)
    rows = session.connection().execute(active.group_by(comes).order_by(comes))
    return [(date.fromisoformat(str(day)), count) for day, count in rows]


def sureness(session: Session, *, concepts: Collection[str] | None = None) -> list[Sureness]:
    """The counted answers, or those about these concepts, by confidence."""
    rows = session.connection().execute(
        select(col(Review.confidence), func.count(), func.count().filter(_RIGHT))
        .where(_COUNTED, of(concepts))
        .group_by(col(Review.confidence))
    )
    return [Sureness(*row) for row in rows]


def beliefs(session: Session) -> list[Belief]:
    """Every answer to the questions for which a wrong idea was held at some time, in order."""
    held = select(col(Review.card_id)).where(func.json_array_length(Review.wrong_ideas) > 0)
    rows = session.connection().execute(
        select(col(Card.concept), col(Card.question), col(Review.day), _RIGHT, col(Review.wrong_ideas))
        .join_from(Review, Card)
        .where(col(Review.card_id).in_(held))
        .order_by(col(Review.id))
    )
    return [Belief(*row) for row in rows]


def seconds(session: Session, count: int = 200) -> Sequence[float]:
    """How long the last counted reviews took, the latest first."""
    taken = select(col(Review.seconds)).where(_COUNTED).order_by(col(Review.id).desc()).limit(count)
    return session.connection().execute(taken).scalars().all()
