"""Repeats of before they changed a memory: taken in once, said, and given back by undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from journal.core.ratings import Rating
from journal.db import cards, meta, reviews, undo_log
from journal.db.database import Session
from journal.db.tables import Card, Review
from journal.memory import repeats
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, preview
from journal.opening.journal import Journal

DAY = date(2024, 7, 1)
TODAY = DAY + timedelta(days=2)


def keep(session: Session, card: Card, memory: Memory, rating: Rating, *, counted: bool, day: date = DAY) -> None:
    """Stores an answer as an earlier version did: what did not count left the memory as it was."""
    review = Review(
        card_id=card.id,
        at=datetime(2024, 7, 1, 20),
        day=day,
        seed=1,
        params={},
        kind="int",
        truth=1,
        typed="1",
        verdict="right" if rating > Rating.AGAIN else "wrong",
        confidence="unsure",
        seconds=9,
        suggested=rating,
        rating=rating,
        counted=counted,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        step=1 if rating == Rating.AGAIN else None,
    )
    reviews.record(session, review)
    review.repeat = not counted
    session.add(review)


def missed_and_repeated(journal: Journal) -> int:
    """A card that was missed on its first day, missed again, and then answered right."""
    with journal.store.write() as session:
        meta.forget(session, repeats.DONE)
        cards.ensure(session, {"linear": ["size"]}, now=datetime(2024, 7, 1))
        card = cards.by_name(session, "linear", "size")
        assert card is not None
        memory = preview(None, DAY, retention=0.9, card=1, repetition=0)[Rating.AGAIN]
        keep(session, card, memory, Rating.AGAIN, counted=True)
        keep(session, card, memory, Rating.AGAIN, counted=False)
        keep(session, card, memory, Rating.GOOD, counted=False)
        return card.id


def take_in(journal: Journal) -> int:
    with journal.store.write() as session:
        return repeats.take_in(session, datetime(2024, 7, 3, 9), TODAY, DEFAULT_WEIGHTS, lambda _: 0.9)


def card_of(journal: Journal, card: int) -> tuple[float | None, float | None, date | None, int, int]:
    with journal.store.read() as session:
        found = session.get_one(Card, card)
        return found.stability, found.difficulty, found.due, found.repetitions, found.lapses


def test_a_repeat_is_taken_in_once_and_taken_back_by_undo(journal: Journal) -> None:
    card = missed_and_repeated(journal)
    before = card_of(journal, card)
    assert take_in(journal) == 1
    after = card_of(journal, card)
    memory: Memory | None = None
    for rating in (Rating.AGAIN, Rating.AGAIN, Rating.GOOD):
        memory = preview(memory, DAY, retention=0.9, card=1, repetition=1)[rating]
    assert memory is not None
    assert after[:2] == (memory.stability, memory.difficulty) != before[:2]
    assert after[2:] == before[2:], "it was due before today: its date stays, and so do its counts"
    with journal.store.write() as session:
        step = undo_log.last_of(session, repeats.STEP, "")
        assert step is not None
        undo_log.turn(session, step)
    assert card_of(journal, card) == before
    with journal.store.read() as session:
        assert repeats.are_taken_in(session), "what was taken back is not done again at the next start"


def test_a_journal_without_repeats_keeps_every_memory_and_gets_no_step(journal: Journal) -> None:
    assert take_in(journal) == 0
    with journal.store.read() as session:
        assert undo_log.last_of(session, repeats.STEP, "") is None
