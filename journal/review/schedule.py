"""The next states of a card for each rating, used for previews and for answers."""

from __future__ import annotations

from journal.core.ratings import Rating
from journal.db import reviews
from journal.db.database import Session
from journal.db.rows import CardListing
from journal.db.tables import Card
from journal.memory.load import Load, shares_of
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import Memory, fuzz_bounds, preview, sent_to_tomorrow
from journal.opening.journal import Journal
from journal.review.queries import queue


def next_states(
    journal: Journal, session: Session, card: Card, *, is_sure_and_wrong: bool = False, repeats: bool = False
) -> dict[Rating, Memory]:
    """The memory after each possible rating today, taking the load of coming days into account.

    A card that is missed by an answer given as sure comes back tomorrow, and so does one that `repeats` such a miss;
    after the review that follows, within a week.
    """
    sure_before = repeats and reviews.was_sure_and_wrong(session, card.id, journal.today)
    memory, retention = memory_of(card), retention_for(journal, card)
    last = memory.last if memory is not None and memory.last < journal.today else None
    follows_sure_miss = last is not None and reviews.was_sure_and_wrong(session, card.id, last)
    days = fuzz_bounds(memory, journal.today, retention=retention, weights=journal.weights)
    due = queue.load(session, days.values(), but=card.id)
    return preview(
        memory,
        journal.today,
        retention=retention,
        card=f"{card.concept}/{card.question}",
        repetition=card.repetitions,
        weights=journal.weights,
        load=Load(due, shares_of(journal.settings.easy_days)),
        tomorrow=sent_to_tomorrow(is_sure_and_wrong=is_sure_and_wrong, is_repeat_of_such=sure_before),
        follows_sure_miss=follows_sure_miss,
    )


def retention_for(journal: Journal, card: Card | CardListing) -> float:
    """The desired retention of a card: that of its topic."""
    concept = journal.library.concepts.get(card.concept)
    return journal.settings.retention_in(concept.topic) if concept else journal.settings.retention
