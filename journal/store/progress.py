"""What the reviews add up to: counted by the database, so that a hundred thousand reviews cost no more than a few."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, String, and_, func, literal_column, or_, select, true, type_coerce
from sqlmodel import Session, col

from journal.store.rows import Belief, Day, Sureness
from journal.store.tables import Card, Review, StudyDay

_RIGHT = col(Review.verdict) == "right"
_COUNTED = col(Review.counted)
_DAY = tuple(col(getattr(StudyDay, name)) for name in Day._fields)


def of(concepts: Collection[str] | None) -> ColumnElement[bool]:
    """The condition that a review is of one of these concepts; of any when None."""
    if concepts is None:
        return true()
    return col(Review.card_id).in_(select(col(Card.id)).where(col(Card.concept).in_(concepts)))


def days(session: Session, *, concepts: Collection[str] | None = None) -> list[Day]:
    """Every day that had reviews, or reviews of these concepts, in order."""
    if concepts is None:
        return [Day(*row) for row in session.connection().execute(select(*_DAY).order_by(col(StudyDay.day)))]
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


def on_day(session: Session, day: date) -> Day | None:
    """What the reviews of one day add up to; None when there were none."""
    row = session.connection().execute(select(*_DAY).where(col(StudyDay.day) == day)).one_or_none()
    return Day(*row) if row else None


def counted_before(session: Session, day: date, count: int) -> list[int]:
    """How many cards were asked on each of the last `count` days of study before `day`, repeats left out, in order."""
    asked = select(col(StudyDay.recalls) + col(StudyDay.new)).where(col(StudyDay.day) < day)
    latest = asked.order_by(col(StudyDay.day).desc()).limit(count)
    return list(session.connection().execute(latest).scalars())[::-1]


def due_by_day(
    session: Session, until: date = date.max, *, concepts: Collection[str] | None = None
) -> list[tuple[date, int]]:
    """How many cards (of these concepts) come due on each day, in order, up to `until`; none that are suspended.

    A buried card comes when it is dug out.
    """
    due, buried = col(Card.due), col(Card.buried_until)
    about = true() if concepts is None else col(Card.concept).in_(concepts)
    active = and_(col(Card.suspended).is_(False), due <= until, about)
    plain = select(due, func.count()).where(active, or_(buried.is_(None), buried <= due)).group_by(due)
    later = select(buried, func.count()).where(active, buried > due, buried <= until).group_by(buried)
    counts: Counter[date] = Counter()
    for query in (plain, later):
        for day, count in session.connection().execute(query):
            if day is not None:
                counts[day] += count
    return sorted(counts.items())


def sureness(session: Session, *, concepts: Collection[str] | None = None) -> list[Sureness]:
    """The counted answers, or those about these concepts, by confidence."""
    rows = session.connection().execute(
        select(col(Review.confidence), func.count(), func.count().filter(_RIGHT))
        .where(_COUNTED, of(concepts))
        .group_by(col(Review.confidence))
    )
    return [Sureness(*row) for row in rows]


def beliefs(session: Session, card_ids: Collection[int] | None = None, *, latest: int | None = None) -> list[Belief]:
    """Every answer to the questions, or those of some cards, for which a wrong idea was held at some time, in order.

    With `latest` only to those to which one of so many latest answers from a wrong idea was given.
    """
    held = select(col(Review.card_id)).where(literal_column("wrong_ideas <> '[]'"))
    if card_ids is not None:
        held = held.where(col(Review.card_id).in_(card_ids))
    held = held.order_by(col(Review.id).desc()).limit(latest) if latest is not None else held
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
