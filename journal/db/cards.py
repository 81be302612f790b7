"""The questions that are scheduled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, func, select, update

from journal.db.rows import CardListing
from journal.db.tables import Card, Mention


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


def all_cards(session: Session) -> list[CardListing]:
    """Every card, the oldest first: columns, which cost a quarter of rows."""
    columns = select_columns(*(col(getattr(Card, name)) for name in CardListing._fields))
    return [CardListing(*row) for row in session.connection().execute(columns.order_by(col(Card.id)))]


def by_id(session: Session, card_id: int) -> Card | None:
    """The card with this id."""
    return session.get(Card, card_id)


def by_name(session: Session, concept: str, question: str) -> Card | None:
    """The card of a question."""
    return session.exec(select(Card).where(Card.concept == concept, Card.question == question)).first()


def last_id(session: Session) -> int:
    """The highest id of a card; 0 where there is none."""
    return session.exec(select(func.max(Card.id))).one() or 0


def of_concept(session: Session, concept: str) -> Sequence[Card]:
    """The cards of a concept, the oldest first."""
    return session.exec(select(Card).where(Card.concept == concept).order_by(col(Card.id))).all()


def count(session: Session) -> int:
    """How many cards there are."""
    return session.exec(select(func.count()).select_from(Card)).one()


def suspend(session: Session, card_ids: Iterable[int], suspended: bool = True) -> None:
    """Takes cards out of the reviews, or brings them back."""
    session.exec(update(Card).where(col(Card.id).in_(list(card_ids))).values(suspended=suspended))


def bury(session: Session, card_ids: Iterable[int], until: date | None) -> None:
    """Takes cards out of the reviews until a day; None brings them back at once."""
    session.exec(update(Card).where(col(Card.id).in_(list(card_ids))).values(buried_until=until))


def set_due(session: Session, card_ids: Iterable[int], day: date, now: datetime) -> int:
    """Makes cards due on a day, or on that of their last review if it is later; says how many.

    Cards that were never reviewed have no date and stay as they are.
    """
    begun = col(Card.id).in_(list(card_ids)), col(Card.last).is_not(None)
    wanted = func.max(col(Card.last), day)
    found = session.exec(update(Card).where(*begun).values(due=wanted, set_due=wanted, set_at=now))
    return found.rowcount


def begin_anew(session: Session, card_ids: Iterable[int], now: datetime) -> int:
    """Makes cards what they were before their first review; says how many were reviewed. Their reviews stay."""
    begun = col(Card.id).in_(list(card_ids)), col(Card.repetitions) > 0
    fresh = dict.fromkeys(("stability", "difficulty", "due", "last", "step", "set_due", "set_at"))
    found = session.exec(update(Card).where(*begun).values(**fresh, repetitions=0, lapses=0, anew=now))
    return found.rowcount
