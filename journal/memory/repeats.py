"""Repeats of before they changed a memory, taken in once: what FSRS makes of them, and dates within the fuzz range."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from journal.db import capturing, cards, meta, undo_log
from journal.db.database import Session
from journal.memory import queries
from journal.memory.of_cards import is_fixed, memory_of
from journal.memory.queries import MemoryChange
from journal.memory.replaying import Replayed, ReplayedCard, last_life, replay, reweighed
from journal.memory.scheduling import Weights

DONE = capturing.REPEATS
"""Under which key it is noted that this was done; undoing it leaves the note, so that it is not done again."""
STEP = "repeats_taken_in"
"""The step that it can be undone as."""


def are_taken_in(session: Session) -> bool:
    """Whether no repeats wait to be taken in."""
    return meta.get(session, DONE) is not None


def take_in(
    session: Session, now: datetime, today: date, weights: Weights, retention_of: Callable[[str], float]
) -> int:
    """Gives every card that was ever repeated on the day of a miss the memory that all its reviews lead to.

    Says how many. `retention_of` gives the desired retention of a concept's cards. It is one step that can be undone.
    """
    meta.put(session, DONE, now.isoformat())
    if not queries.has_repeats(session):
        return 0
    found = _replayed(session, weights, retention_of)
    memories = reweighed(found, today)
    changed = [each.card for each in found if each.then and memories[each.card] != each.memory]
    if changed:
        undo_log.begin(session, now, STEP, n=len(changed))
        rows = ((card, memories[card]) for card in changed)
        queries.change(session, [MemoryChange(card, each.stability, each.difficulty, each.due) for card, each in rows])
    return len(changed)


def _replayed(session: Session, weights: Weights, retention_of: Callable[[str], float]) -> list[ReplayedCard]:
    """Every card with a memory: what its counted reviews lead to and what all do, where it was ever repeated."""
    histories, found = queries.histories(session), []
    for card in cards.all_cards(session):
        memory, life = memory_of(card), last_life(histories.get(card.id, ()), card.repetitions)
        if memory is None:
            continue
        now: Replayed | None = None
        then: Replayed | None = None
        if life and not all(each.counted for each in life):
            retention = retention_of(card.concept)
            now = replay([each.answer for each in life if each.counted], weights, retention)
            then = replay([each.answer for each in life], weights, retention)
        found.append(ReplayedCard(card.id, memory, now, then, fixed=is_fixed(card)))
    return found
