"""Converts stored cards to the scheduler's memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from journal.db.rows import CardListing, CardMemory
from journal.library.concept import Outline
from journal.memory.scheduling import Memory, Weights
from journal.memory.statistics import known

if TYPE_CHECKING:
    from journal.db.tables import Card

AnyCard = TypeVar("AnyCard", "Card", CardListing, CardMemory, "Card | CardListing")


def telling(concept: Outline | None, own: Iterable[AnyCard]) -> list[AnyCard]:
    """The cards that say how well a concept is known: those of its questions, and of the tasks that were begun."""
    return [card for card in own if card.due is not None or concept is None or card.question not in concept.tasks]


def known_of(concept: Outline | None, own: Iterable[AnyCard], day: date, weights: Weights) -> float | None:
    """How well a concept is known on `day`, from 0 to 1, by its own cards; None where there are none.

    The one reckoning of what the map, the list of concepts, Today and the report call known.
    """
    return known([memory_of(card) for card in telling(concept, own)], day, weights)


def is_due(card: Card | CardListing, day: date) -> bool:
    """Whether a card waits to be reviewed on `day`: its date has come, and it is neither suspended nor buried."""
    buried = card.buried_until is not None and card.buried_until > day
    return card.due is not None and card.due <= day and not card.suspended and not buried


def memory_of(card: Card | CardListing | CardMemory) -> Memory | None:
    """The FSRS memory of a card; None before its first review."""
    if card.stability is None or card.difficulty is None or card.due is None or card.last is None:
        return None
    return Memory(card.stability, card.difficulty, card.due, card.last)


def is_fixed(card: CardListing) -> bool:
    """Whether a card keeps its date under other weights: it is suspended, was missed, or the learner set its date."""
    return card.suspended or card.step is not None or card.set_due is not None
