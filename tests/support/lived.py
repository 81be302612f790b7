"""A journal in which someone has studied for a while: answers by a known memory, stored as the app stores them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import fsrs
from sqlmodel import col, select

from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.db.database import Session
from journal.db.tables import Card, Review
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights, preview
from journal.opening.journal import Journal
from tests.memory.fitting.learners import scheduler

FORGETFUL: Weights = (*(weight / 8 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:20], 0.5)
"""Someone who forgets much sooner than others do."""


def simulate_study(
    journal: Journal, days: int, *, weights: Weights = FORGETFUL, cards_per_concept: int = 12, seed: int = 1
) -> None:
    """Lets someone with these weights study every day until the day before today."""
    rng, theirs = Random(seed), scheduler(weights)
    memories: dict[int, fsrs.Card] = {}
    first = journal.today - timedelta(days=days)
    with journal.store.write() as session:
        for concept in journal.library.in_order:
            own = [question.name for question in concept.questions]
            more = [f"q{number}" for number in range(cards_per_concept - len(own))]
            cards.ensure(session, {concept.id: [*own, *more]}, now=datetime.combine(first, time(9)))
        every = list(session.exec(select(Card).order_by(col(Card.id))).all())
        rng.shuffle(every)
        for number in range(days):
            day = first + timedelta(days=number)
            new = every[len(every) * number // days : len(every) * (number + 1) // days]
            due = [card for card in every if card.due is not None and card.due <= day]
            for card in [*due, *new]:
                _answer(journal, session, card, day, memories, theirs, rng)


def _answer(
    journal: Journal,
    session: Session,
    card: Card,
    day: date,
    memories: dict[int, fsrs.Card],
    theirs: fsrs.Scheduler,
    rng: Random,
) -> None:
    at = datetime.combine(day, time(), UTC)
    memory = memories.get(card.id, fsrs.Card(card_id=card.id, due=at))
    known = theirs.get_card_retrievability(memory, at) if memory.last_review else 0.7
    rating = Rating.AGAIN if rng.random() > known else rng.choice((Rating.GOOD, Rating.GOOD, Rating.EASY))
    memories[card.id], _ = theirs.review_card(memory, fsrs.Rating(rating), at)
    outcome = preview(
        memory_of(card), day, retention=0.9, card=card.id, repetition=card.repetitions, weights=journal.weights
    )[rating]
    review = Review(
        card_id=card.id,
        at=datetime.combine(day, time(20)),
        day=day,
        seed=0,
        params={},
        kind="integer",
        truth=1,
        typed="1",
        verdict="wrong" if rating == Rating.AGAIN else "right",
        confidence="sure",
        seconds=9.0,
        suggested=rating,
        rating=rating,
        stability=outcome.stability,
        difficulty=outcome.difficulty,
        due=outcome.due,
    )
    reviews.record(session, review)
