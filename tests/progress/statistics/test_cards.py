"""What the cards are: their states, their intervals, and when they were added."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from journal.db.rows import CardListing, ReviewedDay
from journal.progress.statistics.cards import BARS, added, card_counts, intervals, span
from journal.progress.statistics.reviewed import reviewed

TODAY = date(2024, 7, 10)


def learned(interval: int, **changed: Any) -> CardListing:
    """A card that was reviewed today and comes back after that many days."""
    nothing = dict.fromkeys(CardListing._fields)
    known = {"id": 1, "concept": "rnn", "question": "q", "created": datetime(2024, 7, 1), "suspended": False}
    memory = {"stability": 5.0, "difficulty": 5.0, "due": TODAY + timedelta(days=interval), "last": TODAY}
    return CardListing(**{**nothing, **known, **memory, "repetitions": 1, "lapses": 0, **changed})


def new() -> CardListing:
    return learned(0, due=None, last=None, stability=None, difficulty=None)


def test_each_card_is_in_one_state_and_mature_from_three_weeks_on() -> None:
    tomorrow = TODAY + timedelta(days=1)
    cards = [
        *(new(), learned(20), learned(21), learned(99)),
        *(learned(99, suspended=True), learned(3, buried_until=tomorrow), learned(3, buried_until=TODAY)),
    ]
    found = {each.state: each.cards for each in card_counts(cards, TODAY)}
    assert found == {"new": 1, "young": 2, "mature": 2, "buried": 1, "suspended": 1}


def test_the_daily_load_is_the_sum_of_the_inverse_intervals() -> None:
    found = intervals([learned(1), learned(2), learned(4), learned(400), learned(1, suspended=True), new()])
    assert (found.median, found.load) == (3, 1.8)
    assert [(each.low, each.questions) for each in found.bins if each.questions] == [(1, 1), (2, 1), (4, 1), (180, 1)]
    assert intervals([new()]).median is None


@pytest.mark.parametrize(("days", "bar"), [(1, 1), (BARS, 1), (BARS + 1, 7), (7 * BARS, 7), (7 * BARS + 1, 14)])
def test_a_bar_stands_for_a_day_or_for_whole_weeks(days: int, bar: int) -> None:
    assert span(TODAY - timedelta(days=days - 1), TODAY) == bar


def test_what_was_added_before_counts_only_among_all() -> None:
    days = [TODAY - timedelta(days=n) for n in (90, 40, 3, 3, 0)]
    found = added(days, TODAY - timedelta(days=6), TODAY)
    assert [each.cards for each in found] == [0, 0, 0, 2, 0, 0, 1]
    assert [each.total for each in found] == [2, 2, 2, 4, 4, 4, 5]
    assert sum(each.cards for each in added(days, min(days), TODAY)) == len(days)


def test_answers_are_summed_over_the_span_they_fall_into() -> None:
    first = TODAY - timedelta(days=99)
    days = [
        ReviewedDay(first, 1, 0, 0, 0),
        ReviewedDay(first + timedelta(days=6), 2, 3, 0, 0),
        ReviewedDay(TODAY, 0, 0, 4, 5),
    ]
    found = reviewed([ReviewedDay(first - timedelta(days=1), 9, 9, 9, 9), *days], first, TODAY)
    assert (found[0].new, found[0].young, found[0].days) == (3, 3, 7)
    assert (found[-1].mature, found[-1].repeats) == (4, 5)
    assert sum(each.answers for each in found) == 15
