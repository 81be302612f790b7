"""Between the cards of the store and the memory that the schedule works with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from journal.demos.concept import Outline
from journal.learning.scheduling import Memory
from journal.store.rows import Listed, Queued
from journal.store.tables import Card

AnyCard = TypeVar("AnyCard", Card, Listed, Queued, Card | Listed)


def telling(concept: Outline | None, own: Iterable[AnyCard]) -> list[AnyCard]:
    """The cards that say how well a concept is known: those of its questions, and of the tasks that were begun."""
    return [card for card in own if card.due is not None or concept is None or card.question not in concept.tasks]


def memory_of(card: Card | Listed) -> Memory | None:
    """What FSRS holds of a card; None before its first review."""
    if card.stability is None or card.difficulty is None or card.due is None or card.last is None:
        return None
    return Memory(card.stability, card.difficulty, card.due, card.last)
