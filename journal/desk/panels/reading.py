"""What several panels read: the questions on the review list, and the days of study."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from journal.desk import Desk
from journal.desk.panels.panel import ALL, Narrowed
from journal.learning.scheduling import Memory
from journal.store import figures, progress
from journal.store.rows import Asked, Day


def asked(desk: Desk, narrowed: Narrowed = ALL) -> list[Asked]:
    """The cards whose questions the library has, the oldest first."""
    with desk.store.read() as session:
        every = figures.cards(session, narrowed.concepts)
    known = {(concept.id, name) for concept in desk.library.outlines.values() for name in concept.all_asked}
    return [card for card in every if (card.concept, card.question) in known]


def days(desk: Desk, narrowed: Narrowed = ALL) -> list[Day]:
    """Every day that had reviews, in order."""
    with desk.store.read() as session:
        return progress.days(session, concepts=narrowed.concepts)


def due(desk: Desk, narrowed: Narrowed) -> list[tuple[date, int]]:
    """How many cards come due on each day, in order."""
    with desk.store.read() as session:
        return progress.due_by_day(session, concepts=narrowed.concepts)


def memory(card: Asked) -> Memory | None:
    """What FSRS holds of a card; None before its first review."""
    if card.stability is None or card.difficulty is None or card.due is None or card.last is None:
        return None
    return Memory(card.stability, card.difficulty, card.due, card.last)


def memories(cards: Iterable[Asked]) -> list[Memory]:
    """What FSRS holds of those that were reviewed."""
    return [held for card in cards if (held := memory(card)) is not None]
