"""What several panels read: the questions on the review list, and the days of study."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from journal.db import cards, figures, totals
from journal.db.rows import CardListing, CardMemory, Day
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import Memory
from journal.opening.journal import Journal
from journal.progress.panel import ALL, PanelFilter
from journal.review.candidates import topic_of
from journal.review.coming import coming as asked_on
from journal.review.coming import scheduled


def asked(journal: Journal, panel_filter: PanelFilter = ALL) -> list[CardMemory]:
    """The cards whose questions the library has, the oldest first."""
    with journal.store.read() as session:
        every = figures.memories_of(session, panel_filter.concepts)
    known = {(concept.id, name) for concept in journal.library.outlines.values() for name in concept.all_asked}
    return [card for card in every if (card.concept, card.question) in known]


def listed(journal: Journal, panel_filter: PanelFilter = ALL) -> list[CardListing]:
    """Every card that has its question or note still, the oldest first."""
    about = panel_filter.concepts
    with journal.store.read() as session:
        every = cards.all_cards(session)
    return [
        card
        for card in every
        if (about is None or card.concept in about) and topic_of(journal, card.concept, card.question) is not None
    ]


def days(journal: Journal, panel_filter: PanelFilter = ALL) -> list[Day]:
    """Every day that had reviews, in order."""
    with journal.store.read() as session:
        return totals.days(session, concepts=panel_filter.concepts)


def due(journal: Journal, panel_filter: PanelFilter) -> list[tuple[date, int]]:
    """How many cards come due on each day by their dates, in order."""
    with journal.store.read() as session:
        return sorted(scheduled(journal, session, date.max, panel_filter.concepts).items())


def coming(journal: Journal, panel_filter: PanelFilter, days: int) -> dict[date, int]:
    """How many of the scheduled cards today and each of the days after it ask."""
    with journal.store.read() as session:
        return asked_on(journal, session, days, panel_filter.concepts)


def memories(cards: Iterable[CardMemory]) -> list[Memory]:
    """What FSRS holds of those that were reviewed."""
    return [held for card in cards if (held := memory_of(card)) is not None]
