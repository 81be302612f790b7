"""What can be chosen from when a retention is to be chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from journal.db.rows import Day
from journal.progress.panels.workload import rows, summary
from journal.progress.statistics.workload import CHOICES, DAYS_BEHIND, retention_choices

TODAY = date(2024, 7, 10)


def study(days_ago: int, seconds: float) -> Day:
    return Day(TODAY - timedelta(days=days_ago), 1, 1, 1, 1, 0, seconds)


def test_the_retention_that_is_set_stands_among_the_others_in_order() -> None:
    found = retention_choices([], TODAY, 9, 0.87)
    assert [each.retention for each in found.choices] == sorted({*CHOICES, 0.87})
    assert (found.current.retention, found.lower and found.lower.retention) == (0.87, 0.85)
    assert retention_choices([], TODAY, 9, 0.7).lower is None


def test_the_minutes_of_late_are_those_of_four_weeks_with_their_days_off() -> None:
    days = [study(0, 60.0 * DAYS_BEHIND), study(DAYS_BEHIND - 1, 60.0 * DAYS_BEHIND), study(DAYS_BEHIND, 9e9)]
    assert retention_choices(days, TODAY, 9, 0.9).minutes == 2.0


def test_what_is_set_is_told_beside_the_next_lower_one() -> None:
    bare = retention_choices([], TODAY, 20, 0.9)
    assert "90%" in summary(bare)
    told = [replace(each, minutes=100 * each.retention, asked=1.0, known=10.0, recalled=0.9) for each in bare.choices]
    whole = replace(bare, choices=tuple(told))
    assert "90 min a day" in summary(whole)
    assert "85%: 85 min" in summary(whole)
    assert [row[0] for row in rows(whole)[1:]] == ["75%", "80%", "85%", "90% ✓", "95%"]
