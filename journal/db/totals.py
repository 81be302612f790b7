"""Review statistics, aggregated by the database so that they stay fast with a hundred thousand reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    func,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from journal.db.rows import ConfidenceCount, Day, MisconceptionSummary
from journal.db.tables import Card, Review, StudyDay

_RIGHT = col(Review.verdict) == "right"
_COUNTED = col(Review.counted)
RECALLED = col(Review.rating) > 1
"""What FSRS and Anki count as a recall: any rating but Again, whatever the verdict was."""
_FROM_AN_IDEA: ColumnElement[bool] = literal_column("review.wrong_ideas <> '[]'")
"""The condition that an answer came from a misconception, as the index of these has it."""
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
            func.count().filter(recall, RECALLED),
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
    for day, count in session.connection().execute(union_all(plain, later)):
        if day is not None:
            counts[day] += count
    return sorted(counts.items())


def confidence_counts(session: Session, *, concepts: Collection[str] | None = None) -> list[ConfidenceCount]:
    """The counted answers for which a confidence was named, or those about these concepts, by confidence."""
    rows = session.connection().execute(
        select(col(Review.confidence), func.count(), func.count().filter(_RIGHT))
        .where(_COUNTED, of(concepts), col(Review.confidence) != "")
        .group_by(col(Review.confidence))
    )
    return [ConfidenceCount(*row) for row in rows]


def misconception_summaries(session: Session, concepts: Collection[str] | None = None) -> list[MisconceptionSummary]:
    """Every misconception that an answer (about these concepts) came from, in no order: what `held_ideas` tells, in
    short.


    The database looks at the answers from misconceptions, and at one more for each of the ideas.
    """
    named = func.json_each(Review.wrong_ideas).table_valued("value", joins_implicitly=True)
    # With the sign the rows are not taken in the order of an index by card, which would lead to all of them.
    card = literal_column("+review.card_id", Integer).label("card_id")
    each = (
        select(card, named.c.value.label("name"), func.count().label("times"), func.max(Review.id).label("id"))
        .where(_FROM_AN_IDEA, of(concepts))
        .group_by(card, named.c.value)
        .subquery()
    )
    last, later = aliased(Review), aliased(Review)
    could = func.json_each(later.could).table_valued("value")
    tells = or_(type_coerce(col(later.could), String).is_(None), each.c.name.in_(select(could.c.value)))
    resolved = (
        select(and_(col(later.verdict) == "right", col(later.day) > col(last.day)))
        .where(col(later.card_id) == each.c.card_id, col(later.id) > each.c.id, tells)
        .order_by(col(later.id).desc())
        .limit(1)
        .correlate(each, last)
    )
    rows = session.connection().execute(
        select(
            col(Card.concept),
            col(Card.question),
            each.c.name,
            each.c.times,
            col(last.day),
            resolved.scalar_subquery(),
        )
        .join_from(each, last, col(last.id) == each.c.id)
        .join(Card, col(Card.id) == each.c.card_id)
    )
    return [
        MisconceptionSummary(concept, question, name, times, day, bool(given_up))
        for concept, question, name, times, day, given_up in rows
    ]
