"""Habits week over week, from plain values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal.habits.amounts import Habit, by_week, sparkline

MONDAY = date(2024, 7, 1)
WEEKS = [(MONDAY + timedelta(weeks=n), MONDAY + timedelta(weeks=n, days=6)) for n in range(3)]


def test_s20_three_weeks_of_marks_give_this_week_the_last_and_the_difference() -> None:
    days = {MONDAY: 9.0, MONDAY + timedelta(days=6): 1.0, MONDAY + timedelta(days=8): 12.0}
    days |= {MONDAY + timedelta(days=14): 2.0, MONDAY + timedelta(days=20): 3.0, MONDAY + timedelta(days=21): 99.0}
    found = Habit("phone", "手机", by_week(days, WEEKS), measured=False)
    assert found.values == (10, 12, 5)
    assert (found.value, found.before, found.delta) == (5, 12, -7)


@pytest.mark.parametrize(
    ("values", "line"), [((), ""), ((0, 0), "··"), ((1, 2, 4, 7), "▁▂▄▇"), ((0.001, 1000), "▁▇"), ((5, 5), "▇▇")]
)
def test_a_sparkline_has_a_column_for_each_week_and_shows_nothing_as_a_dot(
    values: tuple[float, ...], line: str
) -> None:
    assert sparkline(values) == line
