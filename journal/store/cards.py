"""The questions that are scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from journal.store.rows import Waiting
from journal.store.tables import Card, Mention


def in_play(day: date) -> ColumnElement[bool]:
    """Holds for the cards that may be asked on `day`: neither suspended nor buried until a later one."""
    return and_(
        col(Card.suspended).is_(False),
        or_(col(Card.buried_until).is_(None), col(Card.buried_until) <= day),
    )


def ensure(
    session: Session, questions: Mapping[str, Iterable[str]], *, now: datetime, week_id: int | None = None
) -> int:
    """Makes a card for each question of each concept that has none yet; says how many were made."""
    rows = [
        {"concept": concept, "question": question, "created": now, "week_id": week_id}
        for concept, names in questions.items()
        for question in names
    ]
    if not rows:
        return 0
    before = session.exec(select(func.count()).select_from(Card)).one()
    session.exec(insert(Card).on_conflict_do_nothing(), params=rows)
    return session.exec(select(func.count()).select_from(Card)).one() - before


def forget_unasked(session: Session, week_id: int, but: Iterable[str]) -> None:
    """Drops the cards that a week brought and that were never asked, of concepts that no week speaks of any longer.

    `but` are the concepts that the week itself, as it now stands, speaks of.
    """
    elsewhere = select(Mention.concept).where(Mention.week_id != week_id)
    session.exec(
        delete(Card).where(
            col(Card.week_id) == week_id,
            col(Card.repetitions) == 0,
            col(Card.concept).not_in(list(but)),
            col(Card.concept).not_in(elsewhere),
        )
    )


def all_cards(session: Session) -> Sequence[Card]:
    """Every card, the oldest first."""
    return session.exec(select(Card).order_by(col(Card.id))).all()


def by_id(session: Session, card_id: int) -> Card | None:
    """The card with this id."""
    return session.get(Card, card_id)


def of_concept(session: Session, concept: str) -> Sequence[Card]:
    """The cards of a concept, the oldest first."""
    return session.exec(select(Card).where(Card.concept == concept).order_by(col(Card.id))).all()


def due(session: Session, day: date) -> Sequence[Card]:
    """The cards that are due on `day`, the longest due first; none that are suspended or buried."""
    waiting = select(Card).where(col(Card.due) <= day, in_play(day))
    return session.exec(waiting.order_by(col(Card.due), col(Card.id))).all()


def new(session: Session, day: date) -> Sequence[Card]:
    """The cards that were never reviewed, the oldest first; none that are suspended or buried on `day`."""
    waiting = select(Card).where(col(Card.due).is_(None), in_play(day))
    return session.exec(waiting.order_by(col(Card.id))).all()


def waiting(session: Session, day: date) -> Waiting:
    """How many cards are due on `day` and how many are new, both without those out of play, and how many there are."""
    active = in_play(day)
    return Waiting(
        *session.exec(
            select(
                func.count().filter(active, col(Card.due) <= day),
                func.count().filter(active, col(Card.due).is_(None)),
                func.count(),
            ).select_from(Card)
        ).one()
    )


def suspend(session: Session, card_ids: Iterable[int], suspended: bool = True) -> None:
    """Takes cards out of the reviews, or brings them back."""
    session.exec(update(Card).where(col(Card.id).in_(list(card_ids))).values(suspended=suspended))


def bury(session: Session, card_ids: Iterable[int], until: date | None) -> None:
    """Takes cards out of the reviews until a day; None brings them back at once."""
    session.exec(update(Card).where(col(Card.id).in_(list(card_ids))).values(buried_until=until))
