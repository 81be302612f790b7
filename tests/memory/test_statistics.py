"""The figures of progress, from plain rows to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.db.rows import Day
from journal.memory.scheduling import Memory, retrievability
from journal.memory.statistics import (
    WeekOfStudy,
    forecast,
    known,
    retention,
    weeks_of_study,
)

SUNDAY = date(2024, 7, 7)


@dataclass(frozen=True)
class Log:
    """A week as it is written."""

    starts: date
    ends: date
    body: str = ""


def on(day: date, reviews: int = 1, right: int = 1, recalls: int = 0, recalled: int = 0) -> Day:
    return Day(day, reviews, right, recalls, recalled, new=reviews - recalls, seconds=reviews * 30.0)


def later(days: int) -> date:
    return SUNDAY + timedelta(days=days)


TWO_WEEKS = [Log(SUNDAY, later(7), "学了 CNN"), Log(later(7), later(14), "RNN")]


def test_a_week_holds_its_words_and_its_reviews() -> None:
    days = [on(later(1), 10, 8, 6, 5), on(later(3), 4, 4, 4, 4)]
    (week,) = weeks_of_study(TWO_WEEKS[:1], days, words=len)
    assert (week.starts, week.ends, week.words) == (SUNDAY, later(7), 6)
    assert (week.reviews, week.right, week.new, week.minutes) == (14, 12, 4, 7.0)
    assert week.retention == 0.9


def test_a_day_that_two_weeks_share_counts_once_for_the_one_that_begins_on_it() -> None:
    first, second = weeks_of_study(TWO_WEEKS, [on(later(6), 1), on(later(7), 2), on(later(14), 4)], words=len)
    assert (first.reviews, second.reviews) == (1, 6)


def test_reviews_outside_any_week_are_in_none_and_weeks_come_in_order() -> None:
    found = weeks_of_study(reversed(TWO_WEEKS), [on(later(-1)), on(later(20))], words=len)
    assert [(week.starts, week.reviews) for week in found] == [(SUNDAY, 0), (later(7), 0)]
    assert [week.retention for week in found] == [None, None]


@given(st.sets(st.integers(-5, 40)), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=6))
def test_no_day_is_counted_twice_and_none_within_a_week_is_lost(days: set[int], periods: list[tuple[int, int]]) -> None:
    logs = [Log(later(start), later(start + length)) for start, length in periods]
    found = weeks_of_study(logs, [on(later(day)) for day in sorted(days)], words=len)
    within = sum(any(log.starts <= later(day) <= log.ends for log in logs) for day in days)
    assert sum(week.reviews for week in found) == within


def test_retention_is_the_share_of_what_was_learned_that_is_remembered() -> None:
    assert retention([on(later(0), 10, 5), on(later(1), 9, 9, 8, 6), on(later(2), 2, 2, 2, 2)]) == 0.8
    assert retention([on(later(0), 10, 5)]) is None
    assert retention([]) is None


def test_what_is_overdue_is_forecast_for_today() -> None:
    due = [(later(-9), 2), (later(-1), 1), (later(0), 4), (later(2), 8), (later(30), 16)]
    assert forecast(due, later(0), 4) == (7, 0, 8, 0)
    assert forecast(due, later(0), 1) == (7,)
    assert forecast([], later(0), 2) == (0, 0)


@given(st.lists(st.tuples(st.integers(-30, 20), st.integers(1, 9)), max_size=20))
def test_the_forecast_loses_no_card_that_comes_due_within_it(due: list[tuple[int, int]]) -> None:
    rows = [(later(days), count) for days, count in due]
    assert sum(forecast(rows, later(0), 21)) == sum(count for _, count in due)


def test_a_concept_is_known_as_well_as_its_cards_are_remembered() -> None:
    strong = Memory(100.0, 5.0, later(100), SUNDAY)
    weak = Memory(1.0, 5.0, later(1), SUNDAY)
    expected = (retrievability(strong, later(10)) + retrievability(weak, later(10))) / 2
    assert known([strong, weak], later(10)) == pytest.approx(expected)


def test_a_card_never_reviewed_is_not_known_and_without_cards_nothing_can_be_said() -> None:
    assert known([Memory(5.0, 5.0, later(5), SUNDAY), None], SUNDAY) == 0.5
    assert known([None, None], SUNDAY) == 0
    assert known([], SUNDAY) is None


def test_a_week_without_days_has_no_reviews() -> None:
    assert (WeekOfStudy(SUNDAY, later(7)).reviews, WeekOfStudy(SUNDAY, later(7)).minutes) == (0, 0)
