"""What comes due, by day and by week."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.progress.statistics.ahead import DAYS, WEEKS, Band, ahead, with_expected

TODAY = date(2024, 7, 10)


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_what_is_overdue_waits_today_and_is_told_apart() -> None:
    figures = ahead([(later(-9), 2), (later(-1), 1), (later(0), 4), (later(2), 8)], 5, TODAY)
    assert (figures.backlog, figures.new) == (3, 5)
    assert [each.due for each in figures.days[:4]] == [7, 0, 8, 0]
    assert figures.days[0].day == TODAY
    assert figures.weeks[0].due == 15


@given(st.lists(st.tuples(st.integers(-30, 7 * WEEKS - 1), st.integers(1, 9)), max_size=20))
def test_days_and_weeks_count_the_same_cards(due: list[tuple[int, int]]) -> None:
    figures = ahead(sorted((later(days), count) for days, count in due), 0, TODAY)
    assert sum(each.due for each in figures.weeks) == sum(count for _, count in due)
    assert sum(each.due for each in figures.weeks[:2]) == sum(each.due for each in figures.days)
    assert len(figures.days) == DAYS


def test_the_band_lies_on_the_weeks_it_was_simulated_for() -> None:
    bare = ahead([], 0, TODAY)
    assert all(week.low is week.middle is week.high is None for week in bare.weeks)
    days = [Band(0, n, n) for n in range(7 * WEEKS)]
    figures = with_expected(bare, days, [Band(n, n + 1, n + 2) for n in range(WEEKS)])
    assert [each.expected for each in figures.days] == list(range(DAYS))
    assert [(week.low, week.middle, week.high) for week in figures.weeks[:2]] == [(0, 1, 2), (1, 2, 3)]
    assert [week.starts for week in figures.weeks] == [week.starts for week in bare.weeks]
