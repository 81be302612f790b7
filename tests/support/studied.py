"""A journal with a log and two weeks of answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import preview
from journal.opening.journal import Journal
from journal.review.session import start_review_session
from tests.support.journal import Clock, Importing
from tests.support.library import LOG
from tests.support.store import review_of

DAYS = 14
CONFIDENCES = ("sure", "sure", "unsure", "guess")


def answer(journal: Journal, card_id: int, moment: datetime, number: int) -> None:
    """One counted answer: every fourth is wrong, and comes from a misconception where its question has one."""
    rating = Rating.AGAIN if number % 4 == 3 else Rating.GOOD
    with journal.store.write() as session:
        card = cards.by_id(session, card_id)
        assert card is not None
        memory = preview(memory_of(card), moment.date(), retention=0.9, card=card.id, repetition=card.repetitions)
        question = journal.library.concepts[card.concept].question(card.question)
        assert question is not None
        right = rating != Rating.AGAIN
        review = review_of(
            card.id,
            moment.date(),
            at=moment,
            rating=rating,
            verdict="right" if right else "wrong",
            wrong_ideas=[] if right else [question.misconceptions[0].name],
            confidence=CONFIDENCES[number % 4],
            stability=memory[rating].stability,
            difficulty=memory[rating].difficulty,
            due=memory[rating].due,
            seconds=20.0 + number,
        )
        reviews.record(session, review)


@pytest.fixture
def studied(journal: Journal, imported: Importing, clock: Clock) -> Journal:
    """Each day of two weeks two of the due or new cards were answered; it is the evening of the last one."""
    imported(LOG)
    start, number = clock.now, 0
    for day in range(DAYS):
        clock.now = start + timedelta(days=day)
        for card in start_review_session(journal).queue.waiting[:2]:
            answer(journal, card, clock.now - timedelta(hours=number % 3), number)
            number += 1
    return journal
