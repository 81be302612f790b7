"""A date that the learner sets, and cards that are begun anew: kept by all that works memories out again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.db.tables import Card, Review
from journal.history.undo import undo
from journal.memory import queries
from journal.memory.of_cards import memory_of
from journal.memory.replaying import Answered, last_life, lives
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, preview
from journal.opening.journal import Journal
from journal.review.cards import begin_anew, due_today, set_due
from journal.sync.reliving import relive

DAY = date(2024, 7, 1)


def reviewed(journal: Journal, day: date, rating: Rating = Rating.GOOD) -> int:
    """A card that was answered on a day, and on those before."""
    with journal.store.write() as session:
        cards.ensure(session, {"linear": ["size", "weight"]}, now=datetime(2024, 7, 1))
        card = cards.by_name(session, "linear", "size")
        assert card is not None
        after = preview(memory_of(card), day, retention=0.9, card=1, repetition=card.repetitions)[rating]
        reviews.record(session, review_of(card.id, day, rating, after))
        return card.id


def review_of(card: int, day: date, rating: Rating, after: Memory) -> Review:
    return Review(
        card_id=card,
        at=datetime.combine(day, datetime.min.time()) + timedelta(hours=20),
        day=day,
        seed=1,
        params={},
        kind="integer",
        truth=1,
        typed="1",
        verdict="right",
        confidence="unsure",
        seconds=9,
        suggested=rating,
        rating=rating,
        stability=after.stability,
        difficulty=after.difficulty,
        due=after.due,
    )


def row(journal: Journal, card: int) -> Card:
    with journal.store.read() as session:
        return session.get_one(Card, card)


def test_a_date_is_set_kept_and_cleared_by_the_next_answer(journal: Journal) -> None:
    card = reviewed(journal, DAY)
    before = row(journal, card)
    assert due_today(journal, [card, card + 1]) == 1, "the new one has no date to be set"
    after = row(journal, card)
    assert (after.due, after.set_due) == (journal.today, journal.today)
    assert (after.stability, after.last, after.repetitions) == (before.stability, before.last, before.repetitions)
    assert row(journal, card + 1).due is None
    set_due(journal, [card], DAY - timedelta(days=9))
    assert row(journal, card).due == DAY, "never before the last review"
    reviewed(journal, journal.today)
    assert row(journal, card).set_due is None


def test_begun_anew_a_card_is_new_and_undo_gives_its_memory_back(journal: Journal) -> None:
    card = reviewed(journal, DAY)
    before = row(journal, card)
    assert begin_anew(journal, [card, card + 1]) == 1
    after = row(journal, card)
    assert (after.stability, after.difficulty, after.due, after.last) == (None,) * 4
    assert (after.repetitions, after.lapses, after.step) == (0, 0, None)
    with journal.store.read() as session:
        assert len(reviews.of_card(session, card)) == 1, "the answers stay"
    undo(journal)
    assert row(journal, card) == before


def test_the_replay_and_the_fit_begin_again_with_the_card(journal: Journal) -> None:
    card = reviewed(journal, DAY, Rating.AGAIN)
    begin_anew(journal, [card])
    reviewed(journal, journal.today)
    with journal.store.read() as session:
        given = queries.answered(session)
    assert lives(given) == [0, 1]
    assert last_life(given, row(journal, card).repetitions) == given[1:]
    assert lives([Answered(4, DAY, 3, True), Answered(5, DAY, 3, True), Answered(4, DAY, 3, True)]) == [0, 1, 0]


def answer_of(day: int, rating: int = 3) -> dict[str, object]:
    """An answer as a row that a device wrote."""
    return {
        "at": f"2024-07-{day:02}T20:00:00",
        "day": f"2024-07-{day:02}",
        "rating": rating,
        "counted": True,
        "repeat": False,
        "verdict": "right",
        "confidence": "unsure",
        "before": {},
        "due": f"2024-07-{day:02}",
        "step": None,
    }


def test_a_merge_leaves_out_what_came_before_a_card_was_begun_anew() -> None:
    answers = {"a": answer_of(1, 1), "b": answer_of(5)}
    weights = DEFAULT_WEIGHTS
    anew = {"anew": "2024-07-03T09:00:00"}
    lived = relive("c/q", answers, retention=0.9, weights=weights, row=anew)
    alone = relive("c/q", {"b": answers["b"]}, retention=0.9, weights=weights)
    assert lived == alone
    assert lived.memory["repetitions"] == 1


def test_a_merge_keeps_a_date_that_was_set_after_the_last_answer_and_no_other() -> None:
    weights = DEFAULT_WEIGHTS
    answers = {"a": answer_of(1), "b": answer_of(5)}
    for moment, holds in (("2024-07-06T09:00:00", True), ("2024-07-03T09:00:00", False)):
        row = {"set_due": "2024-07-20", "set_at": moment}
        memory = relive("c/q", answers, retention=0.9, weights=weights, row=row).memory
        assert (memory["due"] == "2024-07-20") is holds
        assert memory["set_due"] == ("2024-07-20" if holds else None)
