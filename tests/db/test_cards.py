"""The questions that are scheduled: made by the weeks, due, new, suspended."""

from __future__ import annotations

import pytest

from journal.db import cards, mentions, reviews, weeks
from journal.db.database import Store
from journal.db.tables import Card, Mention, Week
from tests.support.store import DAY, NOW, Counting, review_of


def make(store: Store, questions: dict[str, list[str]], week_id: int | None = None) -> int:
    with store.write() as session:
        return cards.ensure(session, questions, now=NOW, week_id=week_id)


def add_week(store: Store) -> int:
    with store.write() as session:
        return weeks.add(session, number=None, starts=DAY, ends=DAY, title="", body="", now=NOW).id


def test_a_concepts_questions_each_get_one_card(store: Store, counting: Counting) -> None:
    assert make(store, {"rnn": ["shape", "steps"], "lstm": ["gates"]}) == 3
    with counting() as statements:
        assert make(store, {"rnn": ["shape", "steps", "gradient"], "lstm": ["gates"], "bp": []}) == 1
    assert len(statements) <= 3
    with store.read() as session:
        found = [(card.concept, card.question) for card in cards.all_cards(session)]
    assert found == [("rnn", "shape"), ("rnn", "steps"), ("lstm", "gates"), ("rnn", "gradient")]
    assert make(store, {}) == 0


def test_a_new_card_has_no_memory_and_knows_the_week_that_brought_it(store: Store) -> None:
    week_id = add_week(store)
    make(store, {"rnn": ["shape"]}, week_id)
    make(store, {"rnn": ["shape"]})
    with store.read() as session:
        (card,) = cards.of_concept(session, "rnn")
    assert (card.week_id, card.created, card.suspended) == (week_id, NOW, False)
    assert (card.stability, card.difficulty, card.due, card.last) == (None, None, None, None)
    assert (card.repetitions, card.lapses) == (0, 0)


def test_a_card_stays_when_its_week_goes(store: Store) -> None:
    week_id = add_week(store)
    make(store, {"rnn": ["shape"]}, week_id)
    with store.write() as session:
        session.delete(session.get_one(Week, week_id))
    with store.read() as session:
        assert [card.week_id for card in cards.all_cards(session)] == [None]


def test_one_card_is_found_by_its_id(store: Store) -> None:
    make(store, {"rnn": ["a", "b"]})
    with store.read() as session:
        card = cards.by_id(session, 2)
        assert card
        assert card.question == "b"
        assert cards.count(session) == 2
        assert cards.by_id(session, 99) is None


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM card WHERE concept = 'rnn'", "sqlite_autoindex_card_1"),
        ("SELECT params FROM review WHERE card_id = 1 ORDER BY id DESC LIMIT 20", "ix_review_memory"),
        ("SELECT * FROM review WHERE day = '2024-07-14'", "ix_review_figures"),
        ("SELECT * FROM mention WHERE concept = 'rnn'", "ix_mention_concept"),
        ("SELECT * FROM week WHERE starts <= '2024-07-14' ORDER BY starts DESC", "ix_week_starts"),
    ],
)
def test_what_is_asked_often_has_an_index(store: Store, query: str, index: str) -> None:
    with store.read() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert any(f"INDEX {index}" in str(row) for row in plan), plan


# --- words that were written by mistake, or in the middle of being typed ---------------------------------------------


def questions(store: Store) -> set[str]:
    with store.read() as session:
        return {card.concept for card in cards.all_cards(session)}


@pytest.fixture
def spoken(store: Store) -> Store:
    """A week that brought cards of four concepts: rnn still stands in it, bp in another week, lstm was reviewed."""
    week_id, other = add_week(store), add_week(store)
    make(store, {"rnn": ["a"], "bp": ["a"], "lstm": ["a"], "gru": ["a"]}, week_id)
    make(store, {"attention": ["a"]}, other)
    with store.write() as session:
        session.add(Mention(week_id=other, concept="bp", start=0, end=2))
        lstm = cards.of_concept(session, "lstm")[0]
        reviews.record(session, review_of(lstm.id))
    return store


def test_a_concept_that_is_no_longer_spoken_of_takes_its_unasked_cards_with_it(spoken: Store) -> None:
    with spoken.write() as session:
        cards.forget_unasked(session, 1, {"rnn"})
    assert questions(spoken) == {"rnn", "bp", "lstm", "attention"}


def test_a_week_that_speaks_of_nothing_any_longer_takes_all_of_them(spoken: Store) -> None:
    with spoken.write() as session:
        cards.forget_unasked(session, 1, ())
    assert questions(spoken) == {"bp", "lstm", "attention"}


def test_a_question_stays_one_card_whatever_happens_at_once(store: Store) -> None:
    make(store, {"rnn": ["a"]})
    with pytest.raises(Exception, match="UNIQUE"), store.write() as session:
        session.add(Card(concept="rnn", question="a", created=NOW))


def test_a_mention_needs_a_week_that_exists(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), store.write() as session:
        mentions.replace(session, 99, [Mention(week_id=99, concept="rnn", start=0, end=3)])
