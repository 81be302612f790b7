"""Queries for the review queue: columns instead of rows, limited to what is needed.

Every query here runs on an index, whatever the number of cards and reviews.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Executable, and_, func, literal_column, or_, select, union
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlmodel import Session, col

from journal.db.rows import DoneToday, Due, QueuedCard
from journal.db.tables import Card, FollowupRow, Review
from journal.notes.kinds import PREFIX

_COLUMNS = (
    col(Card.id),
    col(Card.concept),
    col(Card.question),
    col(Card.due),
    col(Card.last),
    col(Card.stability),
    col(Card.repetitions),
    col(Card.step),
)
_ACTIVE = col(Card.suspended).is_(False)
_LAPSED: ColumnElement[bool] = literal_column("card.lapses > 0")
"""The condition of the index of lapses, as it stands there."""


def up(day: date) -> ColumnElement[bool]:
    """Not buried on `day`, nor suspended."""
    return and_(_ACTIVE, or_(col(Card.buried_until).is_(None), col(Card.buried_until) <= day))


def queued(session: Session, condition: ColumnElement[bool]) -> list[QueuedCard]:
    """The cards for which a condition holds, the oldest first."""
    return _rows(session, select(*_COLUMNS).where(condition).order_by(col(Card.id)))


def _rows(session: Session, query: Executable) -> list[QueuedCard]:
    return [QueuedCard(*row) for row in session.connection().execute(query)]


def due_on(session: Session, day: date) -> Due:
    """How many cards are due on `day` and before; none that are suspended or buried."""
    query = select(func.count().filter(col(Card.due) == day), func.count().filter(col(Card.due) < day))
    return Due(*session.connection().execute(query.where(up(day), col(Card.due) <= day)).one())


def due(session: Session, day: date, count: int) -> list[QueuedCard]:
    """The `count` cards that are due on `day` and most at risk, in no order; none that are suspended or buried.

    The forgetting curve falls with the time since the last review, measured in stabilities: this is what is compared.
    """
    risk = (func.julianday(day) - func.julianday(Card.last)) / col(Card.stability)
    at_risk = select(col(Card.id)).where(up(day), col(Card.due) <= day)
    at_risk = at_risk.order_by(risk.desc(), col(Card.due), col(Card.id)).limit(count)
    return _rows(session, select(*_COLUMNS).where(col(Card.id).in_(at_risk)))


def coming(session: Session, day: date, until: date, count: int) -> list[QueuedCard]:
    """The first `count` cards that come due after `day` and on `until` at the latest; none that were asked on `day`."""
    within = and_(up(day), col(Card.due) > day, col(Card.due) <= until, col(Card.last) < day)
    return _rows(session, select(*_COLUMNS).where(within).order_by(col(Card.due), col(Card.id)).limit(count))


def of_concepts(session: Session, concepts: Iterable[str]) -> list[QueuedCard]:
    """Every card of some concepts that is not suspended, in the order of concepts and cards."""
    own = select(*_COLUMNS).where(_ACTIVE, _among(concepts))
    return _rows(session, own.order_by(col(Card.concept), col(Card.id)))


def waiting_of(session: Session, concepts: Iterable[str], day: date) -> list[QueuedCard]:
    """The cards of some concepts that are due on `day` or new; none that are suspended or buried."""
    waits = or_(col(Card.due).is_(None), col(Card.due) <= day)
    return _rows(session, select(*_COLUMNS).where(up(day), waits, _among(concepts)).order_by(col(Card.id)))


def new_of(session: Session, concepts: Iterable[str], day: date) -> list[QueuedCard]:
    """The cards of some concepts that were never reviewed; none that are suspended or buried."""
    new = select(*_COLUMNS).where(up(day), col(Card.due).is_(None), _among(concepts))
    return _rows(session, new.order_by(col(Card.id)))


def not_begun(session: Session) -> list[str]:
    """The concepts of the library that have a card that was never reviewed."""
    own = col(Card.concept).between(PREFIX, f"{PREFIX}\U0010ffff")
    query = select(col(Card.concept)).where(col(Card.due).is_(None), ~own).distinct()
    return list(session.connection().execute(query).scalars())


def unlisted(session: Session, concepts: Iterable[str]) -> list[str]:
    """Those of the concepts that have no cards, in their order."""
    names = _names(concepts)
    has_cards = select(col(Card.id)).where(col(Card.concept) == names.c.value).exists()
    return list(session.connection().execute(select(names.c.value).where(~has_cards)).scalars())


def missed(session: Session, day: date) -> list[QueuedCard]:
    """The cards that were missed on `day` and not answered right since; none that are suspended or buried.

    What is dated later was missed on `day` too: the clock was set back since.
    """
    query = select(*_COLUMNS).where(up(day), col(Card.step).is_not(None), col(Card.last).between(day, date.max))
    return _rows(session, query.order_by(col(Card.id)))


def lapsed(session: Session, times: int) -> list[tuple[str, int]]:
    """Concept and lapses of every card that was forgotten that many times or more, the most often forgotten first.

    None that are suspended.
    """
    often = select(col(Card.concept), col(Card.lapses)).where(_ACTIVE, col(Card.lapses) >= times, _LAPSED)
    often = often.order_by(col(Card.lapses).desc(), col(Card.id))
    return [(concept, lapses) for concept, lapses in session.connection().execute(often)]


def load(session: Session, spans: Iterable[tuple[date, date]], but: int) -> dict[date, int]:
    """How many cards are due on each day of some spans, from the first to the last day of each; without one card."""
    others = select(col(Card.due), func.count()).where(_ACTIVE, col(Card.id) != but).group_by(col(Card.due))
    rows = session.connection().execute(union(*(others.where(col(Card.due).between(*span)) for span in spans)))
    return {day: count for day, count in rows if day}


def next_due(session: Session, day: date) -> date | None:
    """The first day after `day` on which a card is due; None when there is none."""
    query = select(func.min(Card.due)).where(_ACTIVE, col(Card.due) > day)
    return session.connection().execute(query).scalar()


def _among(concepts: Iterable[str]) -> ColumnElement[bool]:
    return col(Card.concept).in_(select(_names(concepts).c.value))


def _names(concepts: Iterable[str]) -> TableValuedAlias:
    """A list as a table: one parameter, whatever its length."""
    return func.json_each(json.dumps(list(concepts))).table_valued("value")


def done_on(session: Session, day: date) -> DoneToday:
    """The counted reviews of `day`, by what each found its card to be: what the day's limits have left is less."""
    before = col(Review.before)
    is_new = before["repetitions"].as_integer() == 0
    query = (
        select(col(Card.concept), is_new, func.count(), func.count().filter(before["due"].as_string() < day))
        .join_from(Review, Card)
        .where(col(Review.day) == day, col(Review.counted))
        .group_by(col(Card.concept), is_new)
    )
    rows = session.connection().execute(query).all()
    return DoneToday(
        {concept: count for concept, new, count, _ in rows if new},
        sum(count for _, new, count, _ in rows if not new),
        sum(overdue for *_, overdue in rows),
    )


def wanted(session: Session, kind: str) -> list[tuple[list[str], date | None, datetime]]:
    """The concepts, the day and the time of making of every item of a kind that is taken and open."""
    query = select(col(FollowupRow.concepts), col(FollowupRow.due), col(FollowupRow.created))
    open_ones = query.where(
        col(FollowupRow.kind) == kind, col(FollowupRow.done).is_(None), col(FollowupRow.dismissed).is_(False)
    )
    rows = session.connection().execute(open_ones.order_by(col(FollowupRow.due), col(FollowupRow.id)))
    return [(concepts, due, created) for concepts, due, created in rows]
