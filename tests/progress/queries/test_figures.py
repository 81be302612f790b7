"""What the panels of Progress are made of: each in one query, whatever is stored, for all concepts or some."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from journal.db import cards, figures, reviews, totals
from journal.db.database import Store
from journal.db.rows import CardMemory, ConfidenceCount, Day, Hour, MemorySpan, RatingCount, Recalls
from journal.progress import queries
from tests.support.store import DAY, NOW, Counting, review_of

NEXT = DAY + timedelta(days=3)
LATER = NEXT + timedelta(days=30)
AFTER_NEXT = NEXT + timedelta(days=25)
"""When the first card is due after its second review: it is mature then."""


@pytest.fixture
def studied(store: Store) -> Store:
    """Two new cards on the first day; both again on the next, one of them missed; the other once more when mature."""
    with store.write() as session:
        cards.ensure(session, {"rnn": ["shape", "steps"], "bp": ["sign"]}, now=NOW)
        for review in (
            review_of(1, due=NEXT),
            review_of(2, due=NEXT, verdict="wrong", rating=1, confidence="unsure"),
            review_of(2, due=NEXT, counted=False),
            review_of(1, NEXT, stability=9.94, due=AFTER_NEXT),
            review_of(2, NEXT, verdict="wrong", rating=1, at=datetime(2024, 7, 18, 1, 30)),
            review_of(1, LATER, rating=4, stability=60.0, due=LATER + timedelta(days=60)),
        ):
            reviews.record(session, review)
    return store


def test_a_review_knows_how_long_it_was_since_the_one_before_and_how_long_was_planned(studied: Store) -> None:
    with studied.read() as session:
        found = [(each.elapsed, each.planned) for each in reviews.of_card(session, 1)]
        assert found == [(None, None), (3, 3), (30, 25)]
        assert [(each.elapsed, each.planned) for each in reviews.of_card(session, 2)] == [
            (None, None),
            (None, None),
            (3, 3),
        ]


def test_recalls_are_young_or_mature_by_the_interval_that_was_planned(studied: Store, counting: Counting) -> None:
    with studied.read() as session, counting() as statements:
        assert queries.recalls(session, None) == [
            Recalls(NEXT, young=2, young_right=1, mature=0, mature_right=0),
            Recalls(LATER, young=0, young_right=0, mature=1, mature_right=1),
        ]
    assert len(statements) == 1


def test_recalls_add_up_to_those_of_the_days(studied: Store) -> None:
    with studied.read() as session:
        by_age = {each.day: (each.young + each.mature) for each in queries.recalls(session, None)}
        assert by_age == {each.day: each.recalls for each in totals.days(session) if each.recalls}


def test_answers_are_counted_by_the_hour_of_the_clock(studied: Store) -> None:
    with studied.read() as session:
        assert queries.hours(session, None) == [Hour(1, 1, 0), Hour(21, 4, 3)]


def test_ratings_are_counted_by_age(studied: Store) -> None:
    with studied.read() as session:
        assert sorted(queries.rating_counts(session, None)) == [
            RatingCount("mature", 4, 1),
            RatingCount("new", 1, 1),
            RatingCount("new", 3, 1),
            RatingCount("young", 1, 1),
            RatingCount("young", 3, 1),
        ]


def test_stretches_reach_from_each_review_to_the_next(studied: Store) -> None:
    with studied.read() as session:
        found = queries.memory_spans(session, None, DAY, 1)
        assert sorted(found, key=str) == sorted(
            [
                MemorySpan(0, 3, 2.3, 2),
                MemorySpan(3, 33, 9.9, 1),
                MemorySpan(3, None, 2.3, 1),
                MemorySpan(33, None, 60.0, 1),
            ],
            key=str,
        )


def test_stretches_that_cover_no_point_of_the_curve_are_left_out(studied: Store) -> None:
    with studied.read() as session:
        found = queries.memory_spans(session, None, DAY - timedelta(days=1), 10)
        assert sorted(each.begins for each in found) == [4, 4, 34]


def test_the_figures_may_be_of_some_concepts_only(studied: Store) -> None:
    with studied.read() as session:
        for concepts, reviews_of_them in ((["rnn"], 6), (["bp"], 0), (["rnn", "bp"], 6), ([], 0)):
            assert sum(each.reviews for each in totals.days(session, concepts=concepts)) == reviews_of_them
        assert totals.days(session, concepts=["rnn"]) == totals.days(session)
        assert totals.days(session)[1] == Day(NEXT, 2, 1, 2, 1, 0, 25.0)
        assert totals.confidence_counts(session, concepts=["bp"]) == []
        assert ConfidenceCount("unsure", 1, 0) in totals.confidence_counts(session, concepts=["rnn"])
        assert queries.first_day(session, ["bp"]) is None
        assert queries.first_day(session, ["rnn"]) == DAY
        for read in (queries.recalls, queries.hours, queries.rating_counts):
            assert read(session, ["bp"]) == []
        assert [each.question for each in figures.memories_of(session, ["bp"])] == ["sign"]


def test_cards_come_with_what_they_hold(studied: Store, counting: Counting) -> None:
    with studied.read() as session, counting() as statements:
        found = figures.memories_of(session)
    assert len(statements) == 1
    assert found[2] == CardMemory("bp", "sign", False, None, None, None, None)
    assert (found[0].concept, found[0].stability, found[0].last) == ("rnn", 60.0, LATER)


@pytest.mark.parametrize("read", [queries.recalls, queries.hours, queries.rating_counts])
def test_the_figures_never_read_the_rows_themselves(studied: Store, counting: Counting, read: object) -> None:
    """An index holds all that they need, so that a million reviews are read in about a second."""
    with studied.read() as session:
        with counting() as statements:
            read(session, None)  # type: ignore[operator]
        statement = statements[0].replace("?", "''")
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
    assert any("COVERING INDEX ix_review_figures" in str(row) for row in plan), plan
