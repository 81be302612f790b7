"""What each rating would make of a card today: the preview that the screens show, and what an answer does."""

from __future__ import annotations

from journal.desk import Desk
from journal.desk.memory import memory_of
from journal.learning.load import Load, shares_of
from journal.learning.scheduling import Memory, Rating, preview, spans
from journal.store import queue
from journal.store.database import Session
from journal.store.rows import Listed
from journal.store.tables import Card


def outlook(desk: Desk, session: Session, card: Card, *, again_tomorrow: bool = False) -> dict[Rating, Memory]:
    """The memory after each rating that the card may get today, with the load of the days that it may come back on."""
    memory, retention = memory_of(card), retention_for(desk, card)
    days = spans(memory, desk.today, retention=retention, weights=desk.weights)
    due = queue.load(session, days.values(), but=card.id)
    return preview(
        memory,
        desk.today,
        retention=retention,
        card=f"{card.concept}/{card.question}",
        repetition=card.repetitions,
        weights=desk.weights,
        load=Load(due, shares_of(desk.settings.easy_days)),
        again_tomorrow=again_tomorrow,
    )


def retention_for(desk: Desk, card: Card | Listed) -> float:
    """The retention that is wanted for a card: that of its topic."""
    concept = desk.library.concepts.get(card.concept)
    return desk.settings.retention_in(concept.topic) if concept else desk.settings.retention
