"""Between the cards of the store and the memory that the schedule works with."""

from __future__ import annotations

from journal.learning.scheduling import Memory
from journal.store.rows import Listed
from journal.store.tables import Card


def memory_of(card: Card | Listed) -> Memory | None:
    """What FSRS holds of a card; None before its first review."""
    if card.stability is None or card.difficulty is None or card.due is None or card.last is None:
        return None
    return Memory(card.stability, card.difficulty, card.due, card.last)
