"""The answers given: stored with what they do to their cards, undone exactly, looked up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from journal.db import cards, reviews
from journal.db.database import Store
from journal.db.tables import Card, Review
from tests.support.store import DAY, NOW, Counting, review_of


@pytest.fixture
def asked(store: Store) -> Store:
    """Two new cards."""
    with store.write() as session:
        cards.ensure(session, {"rnn": ["shape", "steps"]}, now=NOW)
    return store


def record(store: Store, *given: Review) -> None:
    with store.write() as session:
        for review in given:
            reviews.record(session, review)


def card_of(store: Store, card_id: int) -> dict[str, Any]:
    with store.read() as session:
        card = cards.by_id(session, card_id)
    assert card
    return card.model_dump()


def test_a_counted_review_gives_its_card_the_memory_that_it_led_to(asked: Store) -> None:
    record(asked, review_of(1))
    card = card_of(asked, 1)
    assert (card["stability"], card["difficulty"]) == (2.3065, 2.1 + 1 / 3)
    assert (card["due"], card["last"]) == (date(2024, 7, 17), DAY)
    assert (card["repetitions"], card["lapses"]) == (1, 0)
    assert card_of(asked, 2)["last"] is None


def test_everything_about_a_review_is_kept(asked: Store) -> None:
    given = review_of(
        1,
        at=datetime(2024, 7, 15, 1, 30),
        typed="（1，8，14，15）",
        verdict="wrong",
        wrong_ideas=["no_padding"],
        confidence="unsure",
        suggested=1,
        rating=2,
        truth={"float": "nan"},
    )
    record(asked, given)
    with asked.read() as session:
        (found,) = reviews.of_card(session, 1)
    assert found is not given
    assert found.model_dump() == given.model_dump()
    assert found.params == {"n": 28, "sizes": [3, 5], "名": "卷积"}
    assert not found.right


def test_a_repeat_is_stored_but_leaves_the_memory_as_it_is(asked: Store) -> None:
    record(asked, review_of(1, rating=1))
    before = card_of(asked, 1)
    record(asked, review_of(1, counted=False, stability=99.0))
    assert card_of(asked, 1) == before
    with asked.read() as session:
        assert len(reviews.of_card(session, 1)) == 2


def test_a_repeat_moves_the_step_of_its_card_and_nothing_else(asked: Store) -> None:
    record(asked, review_of(1, rating=1, step=1))
    missed = card_of(asked, 1)
    assert missed["step"] == 1
    record(asked, review_of(1, counted=False, rating=1, step=2, stability=99.0))
    assert card_of(asked, 1) == {**missed, "step": 2}
    record(asked, review_of(1, counted=False, stability=99.0))
    assert card_of(asked, 1) == {**missed, "step": None}


def test_a_lapse_is_a_miss_of_what_had_been_learned(asked: Store) -> None:
    record(asked, review_of(1, rating=1))
    assert card_of(asked, 1)["lapses"] == 0
    record(asked, review_of(1, DAY + timedelta(days=1), rating=1), review_of(1, DAY + timedelta(days=2), rating=2))
    assert card_of(asked, 1)["lapses"] == 1


def test_card_and_review_are_stored_together_or_not_at_all(asked: Store) -> None:
    before = card_of(asked, 1)
    broken = review_of(1)
    broken.typed = None  # type: ignore[assignment]
    with pytest.raises(Exception, match="NOT NULL"):
        record(asked, broken)
    assert card_of(asked, 1) == before
    with asked.read() as session:
        assert reviews.of_card(session, 1) == []


def test_a_review_of_no_card_is_refused(asked: Store) -> None:
    with pytest.raises(KeyError):
        record(asked, review_of(99))


def test_the_latest_reviews_come_with_their_cards_in_one_query(asked: Store, counting: Counting) -> None:
    record(asked, review_of(1), review_of(2), review_of(1, counted=False))
    with asked.read() as session, counting() as statements:
        found = [(review.id, card.question) for review, card in reviews.latest(session, 2)]
    assert found == [(3, "shape"), (2, "steps")]
    assert len(statements) == 1


def test_the_last_counted_review_of_a_card_says_whether_it_was_right(asked: Store) -> None:
    record(asked, review_of(1), review_of(1, verdict="wrong"), review_of(1, counted=False), review_of(2))
    with asked.read() as session:
        assert reviews.last_right(session, 1) is False
        assert reviews.last_right(session, 2) is True
    with asked.write() as session:
        cards.ensure(session, {"rnn": ["new"]}, now=NOW)
        assert reviews.last_right(session, 3) is None


def test_times_are_compared_within_a_kind_the_latest_first(asked: Store) -> None:
    record(asked, *(review_of(1, kind=kind, seconds=s) for kind, s in [("shape", 1), ("number", 2), ("shape", 3)]))
    with asked.read() as session:
        assert reviews.seconds_of_kind(session, "shape") == [3, 1]
        assert reviews.seconds_of_kind(session, "shape", 1) == [3]


def test_a_card_takes_its_reviews_with_it(asked: Store) -> None:
    record(asked, review_of(1), review_of(2))
    with asked.write() as session:
        session.delete(session.get_one(Card, 1))
    with asked.read() as session:
        assert [review.card_id for review, _ in reviews.latest(session, 9)] == [2]
