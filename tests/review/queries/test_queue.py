"""What waits on a day, read from the columns that the queue needs, on an index, whatever there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from journal.db import cards, figures, followups, reviews, totals
from journal.db.database import Session, Store
from journal.db.rows import DoneToday
from journal.db.tables import Card, FollowupRow, Review
from journal.progress import queries
from journal.review.queries import queue
from tests.support.store import DAY, NOW, Counting, review_of

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Eight cards: 1 due yesterday, 2 today, 3 tomorrow, 4 new; 5 and 6 suspended, 7 and 8 buried, due and new."""
    with store.write() as session:
        cards.ensure(session, {"rnn": ["a", "b", "c", "d", "e", "f", "g"], "bp": ["a"]}, now=NOW)
        for card_id, due in [(1, -1), (2, 0), (3, 1), (5, 0), (7, 0)]:
            reviews.record(session, review_of(card_id, DAY - timedelta(days=3), due=DAY + timedelta(days=due)))
        cards.suspend(session, [5, 6])
        for card_id in (7, 8):
            session.get_one(Card, card_id).buried_until = TOMORROW
    return store


def ids(rows: list[Any]) -> list[int]:
    return sorted(row.id for row in rows)


def test_due_is_what_the_day_and_those_before_it_brought_but_the_suspended_and_the_buried(filled: Store) -> None:
    with filled.read() as session:
        assert ids(queue.due(session, DAY, 99)) == [1, 2]
        assert ids(queue.due(session, TOMORROW, 99)) == [1, 2, 3, 7]
        assert queue.due(session, DAY - timedelta(days=2), 99) == []
        assert sorted(each.due for each in queue.due_on(session, DAY)) == [DAY - timedelta(days=1), DAY]
        assert sorted(each.due for each in queue.due_on(session, TOMORROW))[2:] == [DAY, TOMORROW]


def test_of_too_many_the_cards_most_at_risk_leave_the_database(filled: Store) -> None:
    with filled.write() as session:
        session.get_one(Card, 1).stability = 50.0
        session.get_one(Card, 2).stability = 0.5
    with filled.read() as session:
        assert ids(queue.due(session, DAY, 1)) == [2]
        assert queue.due(session, DAY, 0) == []


def test_the_risk_is_the_time_since_the_last_review_measured_in_stabilities(filled: Store) -> None:
    with filled.write() as session:
        for card_id, days, stability in [(1, 10, 10.0), (2, 3, 2.0)]:
            card = session.get_one(Card, card_id)
            card.last, card.stability = DAY - timedelta(days=days), stability
    with filled.read() as session:
        assert ids(queue.due(session, DAY, 1)) == [2]


def test_what_comes_due_is_given_the_soonest_first_without_what_was_asked_today(filled: Store) -> None:
    with filled.write() as session:
        reviews.record(session, review_of(2, due=DAY + timedelta(days=2)))
    with filled.read() as session:
        assert ids(queue.coming(session, DAY, DAY + timedelta(days=9), 99)) == [3]
        assert ids(queue.coming(session, TOMORROW, DAY + timedelta(days=9), 99)) == [2]
        assert queue.coming(session, DAY, DAY + timedelta(days=9), 0) == []
        assert queue.next_due(session, DAY) == TOMORROW
        assert queue.next_due(session, DAY + timedelta(days=2)) is None


def test_new_are_the_cards_never_reviewed(filled: Store) -> None:
    with filled.read() as session:
        assert ids(queue.new_of(session, ["rnn", "bp"], DAY)) == [4]
        assert ids(queue.new_of(session, ["rnn", "bp"], TOMORROW)) == [4, 8]
        assert queue.new_of(session, ["bp"], DAY) == []
        assert sorted(queue.not_begun(session)) == ["bp", "rnn"]
        assert queue.unlisted(session, ["lstm", "rnn", "gru", "bp"]) == ["lstm", "gru"]


def test_the_cards_of_some_concepts_are_found_by_their_names(filled: Store) -> None:
    with filled.read() as session:
        assert ids(queue.of_concepts(session, ["rnn"])) == [1, 2, 3, 4, 7]
        assert ids(queue.waiting_of(session, ["rnn", "bp"], DAY)) == [1, 2, 4]
        assert queue.of_concepts(session, []) == []


def test_missed_are_the_cards_at_a_step_since_today(filled: Store) -> None:
    with filled.write() as session:
        reviews.record(session, review_of(2, rating=1, step=1, due=TOMORROW))
        reviews.record(session, review_of(3, DAY - timedelta(days=1), rating=1, step=1))
    with filled.read() as session:
        assert [(row.id, row.step) for row in queue.missed(session, DAY)] == [(2, 1)]
        assert queue.missed(session, TOMORROW) == []


def test_the_load_of_some_days_is_what_is_due_on_them_without_the_card_in_question(filled: Store) -> None:
    spans = [(DAY, DAY), (TOMORROW, TOMORROW + timedelta(days=5))]
    with filled.read() as session:
        assert queue.load(session, spans, but=99) == {DAY: 2, TOMORROW: 1}
        assert queue.load(session, spans, but=2) == {DAY: 1, TOMORROW: 1}
        assert queue.load(session, spans[:1], but=99) == {DAY: 2}


def test_what_a_day_has_seen_is_counted_for_its_limits(filled: Store) -> None:
    with filled.write() as session:
        for review in (review_of(1), review_of(1, counted=False), review_of(2), review_of(4), review_of(8)):
            reviews.record(session, review)
    with filled.read() as session:
        assert queue.done_on(session, DAY) == DoneToday({"rnn": 1, "bp": 1}, reviews=2, overdue=1)
        assert queue.done_on(session, TOMORROW) == DoneToday({}, 0, 0)


def test_wanted_are_the_items_that_were_taken_and_are_open(store: Store) -> None:
    with store.write() as session:
        for kind, due, done, dismissed in [
            ("later", DAY, None, False),
            ("later", None, None, False),
            ("later", DAY, NOW, False),
            ("later", DAY, None, True),
            ("idea", DAY, None, False),
        ]:
            item = FollowupRow(
                kind=kind, text="MAS", concepts=["mas"], created=NOW, due=due, done=done, dismissed=dismissed
            )
            followups.add(session, item)
    with store.read() as session:
        assert queue.wanted(session, "later") == [(["mas"], None, NOW), (["mas"], DAY, NOW)]


def test_due_dates_are_days_without_a_time(filled: Store) -> None:
    with filled.read() as session:
        stored = session.connection().exec_driver_sql("SELECT due FROM card WHERE id = 2").scalar_one()
    assert stored == DAY.isoformat()
    assert date.fromisoformat(stored) == DAY


# --- the cause of its speed ---------------------------------------------------------------------------------------

QUERIES: dict[str, Callable[[Session], object]] = {
    "due_on": lambda session: queue.due_on(session, DAY),
    "due": lambda session: queue.due(session, DAY, 120),
    "coming": lambda session: queue.coming(session, DAY, TOMORROW, 120),
    "of_concepts": lambda session: queue.of_concepts(session, ["rnn"]),
    "waiting_of": lambda session: queue.waiting_of(session, ["rnn"], DAY),
    "new_of": lambda session: queue.new_of(session, ["rnn"], DAY),
    "not_begun": lambda session: queue.not_begun(session),
    "unlisted": lambda session: queue.unlisted(session, ["rnn", "lstm"]),
    "missed": lambda session: queue.missed(session, DAY),
    "load": lambda session: queue.load(session, [(DAY, DAY), (TOMORROW, TOMORROW)], but=1),
    "next_due": lambda session: queue.next_due(session, DAY),
    "done_on": lambda session: queue.done_on(session, DAY),
    "count": lambda session: cards.count(session),
    "on_day": lambda session: totals.on_day(session, DAY),
    "counted_before": lambda session: figures.counted_before(session, DAY, 56),
    "scheduled": lambda session: queue.scheduled(session, TOMORROW),
    "beliefs": lambda session: figures.misconception_answers(session, latest=100),
    "seconds_of_kind": lambda session: reviews.seconds_of_kind(session, "shape"),
    "last_right": lambda session: reviews.last_right(session, 1),
    "lapsed": lambda session: queue.lapsed(session, 8),
    "beliefs_of": lambda session: figures.misconception_answers(session, concepts=["rnn"]),
    "shown": lambda session: totals.misconception_summaries(session),
    "shown_of": lambda session: totals.misconception_summaries(session, ["rnn"]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_of_a_sitting_reads_a_whole_table(filled: Store, name: str) -> None:
    """Each is one statement. It scans an index that covers it, a list that it was given, or that many latest
    answers.
    """
    with filled.read() as session:
        (plan,) = plans_of(session, QUERIES[name])
    scans = [step for step in plan if step.startswith("SCAN") and "COVERING INDEX" not in step]
    allowed = {"seconds": ["SCAN review"]}.get(name, [])
    assert [step for step in scans if not step.startswith(("SCAN json_each", "SCAN each"))] == allowed, plan


def test_only_answers_from_wrong_ideas_are_scanned_for_what_is_believed(filled: Store) -> None:
    with filled.read() as session:
        for name in ("beliefs", "shown"):
            (plan,) = plans_of(session, QUERIES[name])
            assert {step for step in plan if step.startswith("SCAN review")} == {
                "SCAN review USING COVERING INDEX ix_review_ideas"
            }
            assert any("ix_review_memory (card_id=? AND id>?)" in step for step in plan), "the answers after it"


def test_every_index_of_reviews_is_read_by_a_query_and_none_begins_another(filled: Store) -> None:
    """Each answer is written into all of them."""
    asked: dict[str, Callable[[Session], object]] = {
        **QUERIES,
        "hours": lambda session: queries.hours(session, None),
        "of_card": lambda session: reviews.of_card(session, 1),
        "between": lambda session: reviews.between(session, DAY, TOMORROW),
    }
    with filled.read() as session:
        used = " ".join(step for run in asked.values() for plan in plans_of(session, run) for step in plan)
        columns = {
            name: [row[2] for row in session.connection().exec_driver_sql(f"PRAGMA index_info({name})")]
            for _, name, *_ in session.connection().exec_driver_sql("PRAGMA index_list(review)").all()
        }
    assert columns
    assert [name for name in columns if name not in used] == []
    assert not [
        (one, other)
        for one in columns
        for other in columns
        if one != other and columns[one] == columns[other][: len(columns[one])]
    ]


def plans_of(session: Session, run: Callable[[Session], object]) -> list[list[str]]:
    """How the database would go about each statement that `run` sends."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        run(session)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    connection = session.connection()
    return [
        [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        for statement, parameters in sent
    ]


# --- the sums of a day --------------------------------------------------------------------------------------------


def test_the_sums_of_a_day_follow_every_change_of_its_reviews(filled: Store, counting: Counting) -> None:
    def sums(day: date) -> tuple[int, int, float] | None:
        with filled.read() as session:
            found = totals.on_day(session, day)
        return (found.reviews, found.right, found.seconds) if found else None

    assert sums(DAY) is None
    with filled.write() as session:
        reviews.record(session, review_of(1, seconds=10))
        wrong = reviews.record(session, review_of(2, seconds=5.5, verdict="wrong", rating=1))
    assert sums(DAY) == (2, 1, 15.5)
    with filled.write() as session:
        session.get_one(Review, wrong.id).day = TOMORROW
    assert (sums(DAY), sums(TOMORROW)) == ((1, 1, 10), (1, 0, 5.5))
    with filled.write() as session:
        session.delete(session.get_one(Card, 1))
    assert sums(DAY) is None
    with filled.write() as session:
        session.delete(session.get_one(Review, wrong.id))
    assert sums(TOMORROW) is None


def test_how_much_is_usual_is_read_from_the_last_days_of_study_before(filled: Store) -> None:
    with filled.write() as session:
        for review in (review_of(1), review_of(2), review_of(4), review_of(4, counted=False), review_of(3, TOMORROW)):
            reviews.record(session, review)
    with filled.read() as session:
        assert figures.counted_before(session, TOMORROW, 9) == [5, 3]
        assert figures.counted_before(session, TOMORROW, 1) == [3]
        assert figures.counted_before(session, DAY - timedelta(days=3), 9) == []
