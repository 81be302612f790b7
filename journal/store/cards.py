"""The questions that are scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session, col, delete, func, select, update

from journal.store.rows import Waiting
from journal.store.tables import Card, Mention


def ensure(
    session: Session, questions: Mapping[str, Iterable[str]], *, now: datetime, week_id: int | None = None
) -> int:
    """Makes a card for each question of each concept that has none yet; says how many were made."""
    known = set(session.exec(select(Card.concept, Card.question).where(col(Card.concept).in_(list(questions)))).all())
    rows = [
        {"concept": concept, "question": question, "created": now, "week_id": week_id}
        for concept, names in questions.items()
        for question in dict.fromkeys(names)
        if (concept, question) not in known
    ]
    if rows:
        session.exec(insert(Card), params=rows)
    return len(rows)


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
    """The cards that are due on `day`, the longest due first; none that are suspended."""
    waiting = select(Card).where(col(Card.due) <= day, col(Card.suspended).is_(False))
    return session.exec(waiting.order_by(col(Card.due), col(Card.id))).all()


def new(session: Session) -> Sequence[Card]:
    """The cards that were never reviewed, the oldest first; none that are suspended."""
    waiting = select(Card).where(col(Card.due).is_(None), col(Card.suspended).is_(False))
    return session.exec(waiting.order_by(col(Card.id))).all()


def waiting(session: Session, day: date) -> Waiting:
    """How many cards are due on `day`, how many are new (neither counts the suspended), and how many there are."""
    active = col(Card.suspended).is_(False)
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
