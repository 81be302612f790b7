"""Where the weeks speak of concepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from journal.db import mentions, weeks
from journal.db.database import Store
from journal.db.tables import Week
from tests.support.store import NOW, Counting


@dataclass(frozen=True)
class Place:
    concept: str
    start: int
    end: int


def find(text: str) -> Iterator[Place]:
    """Each of two words, wherever it stands."""
    for concept in ("cnn", "rnn"):
        start = text.find(concept)
        while start >= 0:
            yield Place(concept, start, start + 3)
            start = text.find(concept, start + 1)


@pytest.fixture
def series(store: Store) -> Store:
    """Two weeks, the later one stored first, with their mentions."""
    with store.write() as session:
        for starts, body in [(date(2024, 7, 14), "再学 rnn"), (date(2024, 7, 7), "学了cnn和rnn，cnn。")]:
            week = weeks.add(
                session, number=None, starts=starts, ends=starts + timedelta(days=6), title="", body=body, now=NOW
            )
            mentions.replace(session, week.id, find(body))
    return store


def test_the_mentions_of_a_week_are_in_the_order_of_its_text(series: Store) -> None:
    with series.read() as session:
        found = mentions.of_week(session, 2)
    assert [(each.concept, each.start, each.end) for each in found] == [("cnn", 2, 5), ("rnn", 6, 9), ("cnn", 10, 13)]


def test_new_mentions_take_the_place_of_the_old_and_of_no_other_week(series: Store) -> None:
    with series.write() as session:
        mentions.replace(session, 2, find("只有 cnn"))
        mentions.replace(session, 2, find("只有 cnn"))
    with series.read() as session:
        assert mentions.counts(session) == {"cnn": 1, "rnn": 1}


def test_only_what_differs_is_written(series: Store) -> None:
    """A key at the end of a long week moves no mention."""

    def written(text: str) -> int:
        with series.write() as session:
            ask = session.connection().exec_driver_sql
            before = ask("SELECT total_changes()").scalar_one()
            mentions.replace(session, 2, find(text))
            return int(ask("SELECT total_changes()").scalar_one() - before)

    added, dropped = 2, 3  # the row and its hash; the same, and the count of rows that were deleted
    assert written("学了cnn和rnn，cnn。又") == 0
    assert written("学了cnn和rnn，cnn，cnn。") == added
    assert written("学了cnn和一rnn，cnn，cnn。") == 3 * added + 3 * dropped
    with series.read() as session:
        assert [each.start for each in mentions.of_week(session, 2)] == [2, 7, 11, 15]


def test_a_concept_is_followed_from_week_to_week(series: Store, counting: Counting) -> None:
    with series.read() as session, counting() as statements:
        found = mentions.of_concept(session, "rnn")
        texts = [week.body[mention.start : mention.end] for week, mention in found]
    assert [week.starts.day for week, _ in found] == [7, 14]
    assert texts == ["rnn", "rnn"]
    assert len(statements) == 1


def test_counts_take_one_query(series: Store, counting: Counting) -> None:
    with series.read() as session, counting() as statements:
        assert mentions.counts(session) == {"cnn": 2, "rnn": 2}
    assert len(statements) == 1


def test_another_lexicon_finds_all_mentions_anew_and_the_same_one_none(series: Store) -> None:
    def only_rnn(text: str) -> list[Place]:
        return [place for place in find(text) if place.concept == "rnn"]

    with series.write() as session:
        assert mentions.refresh(session, "lexicon 2", only_rnn)
    with series.write() as session:
        assert not mentions.refresh(session, "lexicon 2", lambda text: pytest.fail("looked again"))
        assert mentions.counts(session) == {"rnn": 2}
        assert mentions.refresh(session, "lexicon 3", find)
        assert mentions.counts(session) == {"cnn": 2, "rnn": 2}


def test_a_week_takes_its_mentions_with_it(series: Store) -> None:
    with series.write() as session:
        session.delete(session.get_one(Week, 2))
    with series.read() as session:
        assert mentions.counts(session) == {"rnn": 1}
