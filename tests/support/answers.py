"""Answers as the journal stores them, without asking."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from journal.db import cards, reviews
from journal.db.tables import Card, Review
from journal.opening.journal import Journal
from journal.weeks.weeks import questions_of


def answer(journal: Journal, concept: str, question: str, day: date, *wrong_ideas: str, right: bool = True) -> Review:
    """Stores one counted answer, which took 30 seconds; with misconceptions it was wrong."""
    right = right and not wrong_ideas
    with journal.store.write() as session:
        cards.ensure(session, questions_of(journal, [concept]), now=journal.clock())
        card = next(each for each in cards.of_concept(session, concept) if each.question == question)
        return reviews.record(session, _review(card, datetime.combine(day, time(20)), right, list(wrong_ideas)))


def _review(card: Card, at: datetime, right: bool, wrong_ideas: list[str]) -> Review:
    return Review(
        card_id=card.id,
        at=at,
        day=at.date(),
        seed=1,
        params={},
        kind="integer",
        truth=1,
        typed="1" if right else "2",
        verdict="right" if right else "wrong",
        wrong_ideas=wrong_ideas,
        confidence="sure",
        seconds=30.0,
        suggested=3 if right else 1,
        rating=3 if right else 1,
        stability=5.0,
        difficulty=5.0,
        due=at.date() + timedelta(days=5 if right else 1),
    )
