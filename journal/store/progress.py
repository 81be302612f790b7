"""What the reviews add up to: counted by the database, so that a hundred thousand reviews cost no more than a few."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from sqlalchemy import String, and_, func, select, type_coerce
from sqlmodel import Session, col

from journal.store.rows import Belief, Day, Sureness
from journal.store.tables import Card, Review

_RIGHT = col(Review.verdict) == "right"
_COUNTED = col(Review.counted)
_BEFORE = col(Review.before)


def days(session: Session) -> list[Day]:
    """Every day that had reviews, in order."""
    recall = and_(_COUNTED, _BEFORE["last"].as_string() < col(Review.day))
    first = and_(_COUNTED, _BEFORE["repetitions"].as_integer() == 0)
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
        .group_by(col(Review.day))
        .order_by(col(Review.day))
    )
    return [Day(*row) for row in rows]


def due_by_day(session: Session) -> list[tuple[date, int]]:
    """How many cards come due on each day, in order; none that are suspended, a buried one when it comes back."""
    comes = func.max(col(Card.due), func.coalesce(col(Card.buried_until), col(Card.due)))
    active = select(comes, func.count()).where(col(Card.suspended).is_(False), col(Card.due).is_not(None))
    rows = session.connection().execute(active.group_by(comes).order_by(comes))
    return [(date.fromisoformat(str(day)), count) for day, count in rows]


def sureness(session: Session) -> list[Sureness]:
    """The counted answers by confidence."""
    rows = session.connection().execute(
        select(col(Review.confidence), func.count(), func.count().filter(_RIGHT))
        .where(_COUNTED)
        .group_by(col(Review.confidence))
    )
    return [Sureness(*row) for row in rows]


def beliefs(session: Session, card_ids: Collection[int] | None = None) -> list[Belief]:
    """Every answer to the questions, or those of some cards, for which a wrong idea was held at some time, in order."""
    held = select(col(Review.card_id)).where(func.json_array_length(Review.wrong_ideas) > 0)
    if card_ids is not None:
        held = held.where(col(Review.card_id).in_(card_ids))
    ideas, could = type_coerce(col(Review.wrong_ideas), String), type_coerce(col(Review.could), String)
    rows = session.connection().execute(
        select(col(Card.concept), col(Card.question), col(Review.day), _RIGHT, ideas, could)
        .join_from(Review, Card)
        .where(col(Review.card_id).in_(held))
        .order_by(col(Review.id))
    )
    read = cache(json.loads)  # the same few lists stand in very many rows
    return [
        Belief(concept, question, day, bool(right), read(held_then), read(shown or "null"))
        for concept, question, day, right, held_then, shown in rows
    ]


def seconds(session: Session, count: int = 200) -> Sequence[float]:
    """How long the last counted reviews took, the latest first."""
    taken = select(col(Review.seconds)).where(_COUNTED).order_by(col(Review.id).desc()).limit(count)
    return session.connection().execute(taken).scalars().all()
