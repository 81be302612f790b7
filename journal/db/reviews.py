"""Reviews, and their effect on cards."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from journal.core.days import elapsed
from journal.core.ratings import is_lapse
from journal.db.tables import Card, Review

IN_TIME = (col(Review.day), col(Review.at), col(Review.id))
"""The order in which answers were given: those of another device may have come later."""
LATEST_FIRST = tuple(each.desc() for each in IN_TIME)
"""The same, the last one first."""


def record(session: Session, review: Review) -> Review:
    """Stores a review, and with it, when it is counted or a repeat, the memory that its card has from now on.

    The review's own memory is what the card takes on; of practice it is what the card has already. A repeat is no
    further repetition and no further lapse. Gives the review its id. Raises KeyError for an unknown card.
    """
    card = session.get(Card, review.card_id)
    if card is None:
        raise KeyError(review.card_id)
    if review.counted:
        review.before = _memory(card)
        if card.last is not None and card.due is not None:
            review.elapsed, review.planned = elapsed(card.last, review.day), elapsed(card.last, card.due)
        card.stability, card.difficulty = review.stability, review.difficulty
        card.due, card.last = review.due, review.day
        card.set_due, card.set_at = None, None
        card.lapses += is_lapse(review.rating, card.repetitions)
        card.repetitions += 1
    elif review.repeat and card.last is not None:
        review.before = _memory(card)
        review.due = max(review.due, card.last)
        card.stability, card.difficulty, card.due = review.stability, review.difficulty, review.due
    elif review.step != card.step:
        review.before = {"step": card.step}
    card.step = review.step
    session.add(card)
    session.add(review)
    session.flush()
    return review


_CHANGED = ("stability", "difficulty", "due", "last", "repetitions", "lapses", "step")
"""What a counted review changes in its card."""


def _memory(card: Card) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in _CHANGED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def put_back(session: Session, review: Review) -> Card:
    """Makes the card of a counted review what it was before it, and gives it. Raises KeyError for an unknown card."""
    card = session.get(Card, review.card_id)
    if card is None:
        raise KeyError(review.card_id)
    for name, value in review.before.items():
        setattr(card, name, date.fromisoformat(value) if name in ("due", "last") and value else value)
    return card


def given(session: Session) -> list[tuple[int, date]]:
    """Id and day of every review, in the order in which they were stored, whatever the clock said."""
    rows = session.connection().execute(select(col(Review.id), col(Review.day)).order_by(col(Review.id)))
    return [(review_id, day) for review_id, day in rows]


def after(session: Session, day: date) -> tuple[int, date | None]:
    """How many reviews are dated after `day`, and the last of their days; None without any."""
    query = select(func.count(), func.max(Review.day)).where(col(Review.day) > day)
    count, last = session.connection().execute(query).one()
    return count, last


def by_ids(session: Session, ids: Collection[int]) -> Sequence[Review]:
    """The reviews with these ids, oldest first."""
    among = select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)
    return session.exec(select(Review).where(col(Review.id).in_(among)).order_by(col(Review.id))).all()


def every(session: Session) -> Sequence[Review]:
    """Every review, in the order in which they were given."""
    return session.exec(select(Review).order_by(col(Review.at), col(Review.id))).all()


def of_card(session: Session, card_id: int) -> Sequence[Review]:
    """Every review of a card, oldest first."""
    return session.exec(select(Review).where(Review.card_id == card_id).order_by(*IN_TIME)).all()


def of_concept(session: Session, concept: str) -> Sequence[tuple[Review, Card]]:
    """Every review of a concept's cards, oldest first."""
    own = select(Review, Card).join(Card).where(Card.concept == concept)
    return session.exec(own.order_by(*IN_TIME)).all()


def between(session: Session, first: date, last: date) -> Sequence[tuple[Review, Card]]:
    """Every review from the day `first` to the day `last`, in order."""
    inside = select(Review, Card).join(Card).where(Review.day >= first, Review.day <= last)
    return session.exec(inside.order_by(*IN_TIME)).all()


def latest(session: Session, count: int) -> Sequence[tuple[Review, Card]]:
    """The last `count` reviews with their cards, the latest first."""
    return session.exec(select(Review, Card).join(Card).order_by(*LATEST_FIRST).limit(count)).all()


def last_right(session: Session, card_id: int) -> bool | None:
    """Whether the last counted answer to a card was right; None without any."""
    counted = select(Review.verdict == "right").where(Review.card_id == card_id, col(Review.counted))
    return session.exec(counted.order_by(*LATEST_FIRST)).first()


def was_sure_and_wrong(session: Session, card_id: int, day: date) -> bool:
    """Whether the counted answer to a card on `day` was wrong and given as sure."""
    found = select(Review.id).where(Review.card_id == card_id, Review.day == day, col(Review.counted))
    return session.exec(found.where(Review.verdict == "wrong", Review.confidence == "sure")).first() is not None


def counted_since(session: Session, day: date) -> Sequence[tuple[int, date, int]]:
    """Card, day and rating of every counted review of `day` and after."""
    given = select(col(Review.card_id), col(Review.day), col(Review.rating)).where(
        col(Review.day) >= day, col(Review.counted)
    )
    return [(card_id, on, rating) for card_id, on, rating in session.exec(given)]


def seconds_of_kind(session: Session, kind: str, count: int = 200) -> list[float]:
    """How long the last answers to questions of a kind took, the latest first."""
    taken = select(Review.seconds).where(Review.kind == kind)
    return list(session.exec(taken.order_by(col(Review.id).desc()).limit(count)).all())


def unexplained(session: Session, concept: str | None = None) -> Sequence[tuple[Review, Card]]:
    """Wrong answers that no known misconception explains, of one concept or of all, the latest first."""
    wrong = select(Review, Card).join(Card).where(Review.verdict == "wrong", Review.wrong_ideas == [])
    if concept is not None:
        wrong = wrong.where(Card.concept == concept)
    return session.exec(wrong.order_by(*LATEST_FIRST)).all()
