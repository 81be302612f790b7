"""What the reviews add up to, each figure in one query."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.db import cards, figures, reviews, totals
from journal.db.database import Store
from journal.db.rows import ConfidenceCount, Day, MisconceptionAnswer, MisconceptionSummary
from journal.db.tables import Card, Review
from journal.review.misconceptions import misconception_histories, unresolved_first
from tests.support.store import DAY, NOW, Counting, review_of

NEXT = DAY + timedelta(days=3)


@pytest.fixture
def studied(store: Store) -> Store:
    """Two days: two new cards, of which one is missed and repeated; then both again, of which the other is missed."""
    with store.write() as session:
        cards.ensure(session, {"rnn": ["shape", "steps"], "bp": ["sign"]}, now=NOW)
        for review in (
            review_of(1, seconds=10),
            review_of(2, seconds=20, verdict="wrong", rating=1, wrong_ideas=["one_less"], confidence="unsure"),
            review_of(2, seconds=5, counted=False),
            review_of(1, NEXT, seconds=30, verdict="wrong", rating=1, confidence="guess"),
            review_of(2, NEXT, seconds=40, due=NEXT + timedelta(days=9)),
        ):
            reviews.record(session, review)
    return store


def test_each_day_says_what_was_answered_recalled_and_new(studied: Store, counting: Counting) -> None:
    with studied.read() as session, counting() as statements:
        assert totals.days(session) == [
            Day(DAY, reviews=3, right=2, recalls=0, recalled=0, new=2, seconds=35.0),
            Day(NEXT, reviews=2, right=1, recalls=2, recalled=1, new=0, seconds=70.0),
        ]
    assert len(statements) == 1


def test_a_second_counted_review_on_one_day_is_no_recall(studied: Store) -> None:
    """The true retention asks what was remembered from an earlier day."""
    with studied.write() as session:
        reviews.record(session, review_of(2, NEXT))
        assert totals.days(session)[-1] == Day(NEXT, 3, 2, recalls=2, recalled=1, new=0, seconds=82.5)


def test_confidence_is_counted_with_what_came_of_it(studied: Store, counting: Counting) -> None:
    with studied.read() as session, counting() as statements:
        assert sorted(totals.confidence_counts(session)) == [
            ConfidenceCount("guess", 1, 0),
            ConfidenceCount("sure", 2, 2),
            ConfidenceCount("unsure", 1, 0),
        ]
    assert len(statements) == 1


def test_the_answers_to_a_question_whose_wrong_idea_was_held_are_all_told(studied: Store, counting: Counting) -> None:
    with studied.read() as session, counting() as statements:
        assert figures.misconception_answers(session) == [
            MisconceptionAnswer("rnn", "steps", DAY, False, ["one_less"]),
            MisconceptionAnswer("rnn", "steps", DAY, True, []),
            MisconceptionAnswer("rnn", "steps", NEXT, True, []),
        ]
    assert len(statements) == 1


def test_beliefs_tell_what_could_have_shown_and_can_be_asked_of_some_cards_alone(store: Store) -> None:
    with store.write() as session:
        cards.ensure(session, {"rnn": ["shape", "steps"]}, now=NOW)
        for card_id in (1, 2):
            reviews.record(session, review_of(card_id, verdict="wrong", wrong_ideas=["a"], could=["a", "b"]))
    with store.read() as session:
        assert figures.misconception_answers(session, [2]) == [
            MisconceptionAnswer("rnn", "steps", DAY, False, ["a"], ["a", "b"])
        ]
        assert figures.misconception_answers(session, []) == []
        assert len(figures.misconception_answers(session)) == 2


def test_the_latest_beliefs_are_read_from_the_first_of_these_answers_on(store: Store) -> None:
    def answer(card_id: int, *ideas: str) -> Review:
        return review_of(card_id, verdict="wrong" if ideas else "right", wrong_ideas=list(ideas))

    with store.write() as session:
        cards.ensure(session, {"rnn": ["shape", "steps", "gate"]}, now=NOW)
        for given in (answer(1), answer(1, "a"), answer(3, "c"), answer(1), answer(2, "b"), answer(1), answer(3)):
            reviews.record(session, given)
    with store.read() as session:
        found = figures.misconception_answers(session, latest=2)
        assert [(each.question, each.misconceptions) for each in found] == [
            ("gate", ["c"]),
            ("steps", ["b"]),
            ("gate", []),
        ]
        assert len(figures.misconception_answers(session, latest=3)) == 6, "not the answer before"
        assert figures.misconception_answers(session, latest=99) == figures.misconception_answers(session)[1:]


IDEAS = st.lists(st.sampled_from("abc"), max_size=2, unique=True)
GIVEN = st.tuples(st.integers(1, 3), st.integers(0, 1), IDEAS, st.booleans(), st.none() | IDEAS)
"""A card, the days since the answer before, the misconceptions behind it, else whether it is right, what could show."""


@given(st.lists(GIVEN, max_size=25), st.sampled_from([None, ["rnn"]]))
def test_what_the_database_tells_of_the_wrong_ideas_is_what_all_answers_tell(
    store: Store, answers: list[tuple[int, int, list[str], bool, list[str] | None]], concepts: list[str] | None
) -> None:
    day = DAY
    with store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM card")
        session.add_all(
            Card(id=1 + n, concept=("rnn", "rnn", "bp")[n], question=f"q{n}", created=NOW) for n in range(3)
        )
        session.flush()
        for card_id, days, ideas, right, could in answers:
            day += timedelta(days=days)
            verdict = "right" if right and not ideas else "wrong"
            reviews.record(session, review_of(card_id, day, verdict=verdict, wrong_ideas=ideas, could=could))
    with store.read() as session:
        told = [
            MisconceptionSummary(each.concept, each.question, each.name, each.times, each.last, each.resolved)
            for each in misconception_histories(figures.misconception_answers(session, concepts=concepts))
        ]
        assert sorted(totals.misconception_summaries(session, concepts), key=unresolved_first) == told


def test_a_new_journal_adds_up_to_nothing(store: Store) -> None:
    with store.read() as session:
        assert totals.days(session) == []
        assert totals.confidence_counts(session) == []
        assert figures.misconception_answers(session) == []
