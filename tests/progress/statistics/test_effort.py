"""What was done: by day, hour, button and week."""

from __future__ import annotations

from datetime import date, timedelta

from journal.core.ratings import Rating
from journal.db.rows import Day, Hour, RatingCount
from journal.memory.statistics import WeekOfStudy
from journal.progress.statistics.effort import (
    DAYS,
    DAYS_AHEAD,
    DAYS_BEHIND,
    FEW,
    CountOf,
    DayOfReviews,
    by_button,
    by_day,
    by_hour,
    by_week,
    calendar,
)

TODAY = date(2024, 7, 10)


def ago(days: int, reviews: int = 3, right: int = 2) -> Day:
    return Day(TODAY - timedelta(days=days), reviews, right, 0, 0, 0, seconds=90.0)


def test_thirty_days_end_today_and_those_without_answers_are_among_them() -> None:
    found = by_day([ago(40), ago(29), ago(0)], TODAY)
    assert len(found) == DAYS
    assert found[0] == DayOfReviews(TODAY - timedelta(days=29), right=2, wrong=1, minutes=1.5)
    assert found[1] == DayOfReviews(TODAY - timedelta(days=28), 0, 0, 0.0)
    assert found[-1].day == TODAY


def test_the_heat_map_holds_each_day_once_and_nothing_due_before_tomorrow() -> None:
    due = {TODAY: 3, TODAY + timedelta(days=1): 4}
    figures = calendar([ago(DAYS_BEHIND), ago(2), ago(0, reviews=9)], due, TODAY)
    days = [each.day for each in (*figures.done, *figures.due)]
    assert days == sorted(set(days))
    assert (len(figures.done), len(figures.due)) == (DAYS_BEHIND, DAYS_AHEAD)
    assert figures.due[0] == CountOf(TODAY + timedelta(days=1), 4)
    assert (figures.active, figures.since_first) == (2, 3)
    assert calendar([], due, TODAY).since_first == 0
    assert figures.busiest == CountOf(TODAY, 9)


def test_an_hour_with_few_answers_is_not_judged() -> None:
    found = by_hour([Hour(8, FEW - 1, 1), Hour(20, FEW, 5)])
    assert len(found) == 24
    assert (found[8].answers, found[8].share) == (FEW - 1, None)
    assert found[20].share == 0.5


def test_the_shares_of_an_age_add_up_to_one() -> None:
    found = by_button([RatingCount("new", 1, 3), RatingCount("new", 3, 9), RatingCount("young", 4, 2)])
    by_age = {age: [each for each in found if each.age == age] for age in ("new", "young", "mature")}
    assert [each.rating for each in by_age["new"]] == list(Rating)
    assert [each.share for each in by_age["new"]] == [0.25, 0, 0.75, 0]
    assert sum(each.share or 0 for each in by_age["young"]) == 1
    assert all(each.share is None for each in by_age["mature"])


def test_weeks_that_reached_their_goal_are_counted() -> None:
    weeks = [WeekOfStudy(TODAY, TODAY + timedelta(days=6), words, (ago(0),)) for words in (799, 800, 1200)]
    figures = by_week(weeks, 800)
    assert figures.reached == 2
    first = figures.weeks[0]
    assert (first.words, first.reviews, first.minutes) == (799, 3, 1.5)
