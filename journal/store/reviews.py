"""The answers given, and what they did to the cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from journal.store.tables import Card, Review

AGAIN = 1
"""The rating of a lapse."""


def record(session: Session, review: Review) -> Review:
    """Stores a review, and with it, when it is counted, the memory that its card has from now on.

    The review's own memory is what the card takes on; of an uncounted one it is what the card has already.
    Gives the review its id. Raises KeyError for an unknown card.
    """
    card = session.get(Card, review.card_id)
    if card is None:
        raise KeyError(review.card_id)
    if review.counted:
        review.before = _memory(card)
        card.stability, card.difficulty = review.stability, review.difficulty
        card.due, card.last = review.due, review.day
        card.repetitions += 1
        card.lapses += review.rating == AGAIN and card.repetitions > 1
        session.add(card)
    session.add(review)
    session.flush()
    return review


_CHANGED = ("stability", "difficulty", "due", "last", "repetitions", "lapses")
"""What a counted review changes in its card."""


def _memory(card: Card) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in _CHANGED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def by_id(session: Session, review_id: int) -> Review | None:
    """The review with this id."""
    return session.get(Review, review_id)


def of_card(session: Session, card_id: int) -> Sequence[Review]:
    """Every review of a card, the first one first."""
    return session.exec(select(Review).where(Review.card_id == card_id).order_by(col(Review.id))).all()


def latest(session: Session, count: int) -> Sequence[tuple[Review, Card]]:
    """The last `count` reviews with their cards, the latest first."""
    return session.exec(select(Review, Card).join(Card).order_by(col(Review.id).desc()).limit(count)).all()


def last_of_card(session: Session, card_id: int) -> Review | None:
    """The last counted review of a card."""
    counted = select(Review).where(Review.card_id == card_id, col(Review.counted))
    return session.exec(counted.order_by(col(Review.id).desc())).first()


def seconds_of_kind(session: Session, kind: str, count: int = 200) -> list[float]:
    """How long the last answers to questions of a kind took, the latest first."""
    taken = select(Review.seconds).where(Review.kind == kind)
    return list(session.exec(taken.order_by(col(Review.id).desc()).limit(count)).all())


def unexplained(session: Session, concept: str | None = None) -> Sequence[tuple[Review, Card]]:
    """The wrong answers to which no known wrong idea leads, of one concept or of all, the latest first."""
    wrong = select(Review, Card).join(Card).where(Review.verdict == "wrong", Review.wrong_ideas == [])
    if concept is not None:
        wrong = wrong.where(Card.concept == concept)
    return session.exec(wrong.order_by(col(Review.id).desc())).all()


def done_on(session: Session, day: date) -> tuple[int, int]:
    """How many new cards and how many others had a counted review on `day`: what its limits have left is less."""
    before = select(Review.before).where(Review.day == day, col(Review.counted))
    repetitions = [each["repetitions"] for each in session.exec(before).all()]
    return repetitions.count(0), len(repetitions) - repetitions.count(0)
