"""Aggregate queries for the panels of Progress: columns and sums, read from indexes.

Each takes the ids of the concepts that it is about, or None for all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select, true
from sqlmodel import Session, col

from journal.db.rows import AgeAnswers, Hour, MemorySpan, RatingCount, Recalls, ReviewedDay
from journal.db.tables import Card, Mention, Review, Week
from journal.memory.states import MATURE

_RIGHT = col(Review.verdict) == "right"
_COUNTED = col(Review.counted)
_RECALLED = col(Review.rating) > 1
"""What FSRS and Anki count as a recall: any rating but Again, whatever the verdict was."""
_YOUNG = col(Review.planned) < MATURE
_AGE = case((~_COUNTED, "repeats"), (col(Review.elapsed).is_(None), "new"), (_YOUNG, "young"), else_="mature")


def of(concepts: Collection[str] | None, since: date | None = None) -> ColumnElement[bool]:
    """The condition that a review is of one of these concepts, of any when None; given on the day `since` or later."""
    own = col(Review.card_id).in_(select(col(Card.id)).where(col(Card.concept).in_(concepts or ())))
    return and_(true() if concepts is None else own, true() if since is None else col(Review.day) >= since)


def recalls(session: Session, concepts: Collection[str] | None) -> list[Recalls]:
    """Every day on which something was asked that had been learned earlier, in order."""
    rows = session.connection().execute(
        select(
            col(Review.day),
            func.count().filter(_YOUNG),
            func.count().filter(_YOUNG, _RECALLED),
            func.count().filter(~_YOUNG),
            func.count().filter(~_YOUNG, _RECALLED),
        )
        .where(_COUNTED, col(Review.elapsed) > 0, of(concepts))
        .group_by(col(Review.day))
        .order_by(col(Review.day))
    )
    return [Recalls(*row) for row in rows]


def hours(session: Session, concepts: Collection[str] | None, since: date | None = None) -> list[Hour]:
    """The hours of the day that had counted answers (from the day `since` on), in order."""
    hour = cast(func.strftime("%H", Review.at), Integer)
    rows = session.connection().execute(
        select(hour, func.count(), func.count().filter(_RIGHT))
        .where(_COUNTED, of(concepts, since))
        .group_by(hour)
        .order_by(hour)
    )
    return [Hour(*row) for row in rows]


def rating_counts(session: Session, concepts: Collection[str] | None, since: date | None = None) -> list[RatingCount]:
    """The ratings of counted answers (from the day `since` on) by the age of the card that was asked."""
    rows = session.connection().execute(
        select(_AGE, col(Review.rating), func.count())
        .where(_COUNTED, of(concepts, since))
        .group_by(_AGE, col(Review.rating))
        .order_by(_AGE, col(Review.rating))
    )
    return [RatingCount(*row) for row in rows]


def answers_on(session: Session, concepts: Collection[str] | None, day: date) -> list[AgeAnswers]:
    """The answers of one day by the age of the card that was asked; practice and repeats together."""
    rows = session.connection().execute(
        select(_AGE, func.count(), func.count().filter(_RECALLED), func.sum(Review.seconds))
        .where(col(Review.day) == day, of(concepts))
        .group_by(_AGE)
        .order_by(_AGE)
    )
    return [AgeAnswers(*row) for row in rows]


def reviewed_days(session: Session, concepts: Collection[str] | None, since: date | None) -> list[ReviewedDay]:
    """The days (from `since` on) that had answers, in order, with how many there were of each age."""
    ages = (func.count().filter(_AGE.in_([each])) for each in ("new", "young", "mature", "repeats"))
    rows = session.connection().execute(
        select(col(Review.day), *ages).where(of(concepts, since)).group_by(col(Review.day)).order_by(col(Review.day))
    )
    return [ReviewedDay(day, *counts) for day, *counts in rows]


def memory_spans(session: Session, concepts: Collection[str] | None, first: date, step: int) -> list[MemorySpan]:
    """How long memories lasted undisturbed, in days from `first`; only what covers a multiple of `step` days."""
    day = func.julianday(Review.day) - func.julianday(first)
    following = func.lead(day).over(partition_by=col(Review.card_id), order_by=col(Review.id))
    each = (
        select(
            cast(day, Integer).label("begins"),
            cast(following, Integer).label("ends"),
            func.printf("%.1e", Review.stability).label("stability"),
        )
        .where(_COUNTED, of(concepts))
        .subquery()
    )
    columns = (each.c.begins, each.c.ends, each.c.stability)
    covers = each.c.ends.is_(None) | ((each.c.ends + step - 1) // step > (each.c.begins + step - 1) // step)
    rows = session.connection().execute(select(*columns, func.count()).where(covers).group_by(*columns))
    return [MemorySpan(begins, ends, float(stability), count) for begins, ends, stability, count in rows]


def spoken(session: Session, concepts: Collection[str]) -> list[tuple[str, int]]:
    """Where the weeks speak of the concepts: the body of the week, and the first character of the place."""
    rows = session.connection().execute(
        select(col(Week.body), col(Mention.start))
        .join_from(Mention, Week)
        .where(col(Mention.concept).in_(concepts))
        .order_by(col(Week.starts), col(Mention.start))
    )
    return [(body, start) for body, start in rows]


def first_day(session: Session, concepts: Collection[str] | None) -> date | None:
    """The day of the first counted review; None without any."""
    first = select(col(Review.day)).where(_COUNTED, of(concepts)).order_by(col(Review.day)).limit(1)
    return session.connection().execute(first).scalar()
