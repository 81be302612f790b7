"""What was done: by day, by hour of the day, by button, by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.core.ratings import Rating
from journal.db.rows import Day, Hour, RatingCount
from journal.memory.statistics import WeekOfStudy

DAYS, WEEKS = 30, 26
DAYS_BEHIND, DAYS_AHEAD = 26 * 7, 28
FEW = 10
"""Answers of one hour below which its share of right ones says nothing."""


@dataclass(frozen=True)
class DayOfReviews:
    """The answers of one day, all of them, and the minutes that they took."""

    day: date
    right: int
    wrong: int
    minutes: float


def by_day(days: Iterable[Day], today: date) -> tuple[DayOfReviews, ...]:
    """The last thirty days, with those on which nothing was done."""
    found = {each.day: each for each in days}
    return tuple(_day(day, found.get(day)) for day in _days(today - timedelta(days=DAYS - 1), DAYS))


def _day(day: date, done: Day | None) -> DayOfReviews:
    if done is None:
        return DayOfReviews(day, 0, 0, 0.0)
    return DayOfReviews(day, done.right, done.reviews - done.right, round(done.seconds / 60, 1))


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


@dataclass(frozen=True)
class CountOf:
    """So many reviews, done or due on a day."""

    day: date
    reviews: int


@dataclass(frozen=True)
class Calendar:
    """The reviews of each day of the half year behind, today at its end, and those due in the four weeks ahead."""

    today: date
    done: tuple[CountOf, ...]
    due: tuple[CountOf, ...]

    @property
    def active(self) -> int:
        """Days with reviews."""
        return sum(each.reviews > 0 for each in self.done)

    @property
    def since_first(self) -> int:
        """Days from the first with reviews up to today."""
        return next((len(self.done) - n for n, each in enumerate(self.done) if each.reviews), 0)

    @property
    def busiest(self) -> CountOf:
        """The day with most reviews, the latest of equals."""
        return max(self.done, key=lambda each: (each.reviews, each.day))


def calendar(days: Iterable[Day], coming: Mapping[date, int], today: date) -> Calendar:
    """Both halves of the heat map."""
    counts = {each.day: each.reviews for each in days}
    behind = _days(today - timedelta(days=DAYS_BEHIND - 1), DAYS_BEHIND)
    return Calendar(
        today,
        tuple(CountOf(day, counts.get(day, 0)) for day in behind),
        tuple(CountOf(day, coming.get(day, 0)) for day in _days(today + timedelta(days=1), DAYS_AHEAD)),
    )


@dataclass(frozen=True)
class HourOfDay:
    """The counted answers from one full hour to the next; `share` of them right, None where they are few."""

    hour: int
    answers: int
    right: int
    share: float | None


def by_hour(hours: Iterable[Hour]) -> tuple[HourOfDay, ...]:
    """All hours of the day."""
    found = {each.hour: each for each in hours}
    return tuple(_hour(found.get(hour, Hour(hour, 0, 0))) for hour in range(24))


def _hour(each: Hour) -> HourOfDay:
    return HourOfDay(*each, share=each.right / each.answers if each.answers >= FEW else None)


AGES = ("new", "young", "mature")


@dataclass(frozen=True)
class Answers:
    """How often questions of one age had one rating, and which `share` of the answers to that age this is."""

    age: str
    rating: Rating
    answers: int
    share: float | None


def by_button(pressed: Iterable[RatingCount]) -> tuple[Answers, ...]:
    """Every rating of every age."""
    counts = {(each.age, each.rating): each.answers for each in pressed}
    totals = {age: sum(counts.get((age, rating), 0) for rating in Rating) for age in AGES}
    return tuple(_answers(age, rating, counts, totals) for age in AGES for rating in Rating)


def _answers(age: str, rating: Rating, counts: Mapping[tuple[str, int], int], totals: Mapping[str, int]) -> Answers:
    count = counts.get((age, rating), 0)
    return Answers(age, rating, count, count / totals[age] if totals[age] else None)


@dataclass(frozen=True)
class WeekTotals:
    """The words that were written for a week, the reviews that fall into it, and the minutes they took."""

    starts: date
    ends: date
    words: int
    reviews: int
    minutes: float


@dataclass(frozen=True)
class WeeklyTotals:
    """The last weeks, and the words that each should hold; 0 asks for none."""

    goal: int
    weeks: tuple[WeekTotals, ...]

    @property
    def reached(self) -> int:
        """How many weeks hold as many words as they should."""
        return sum(week.words >= self.goal for week in self.weeks)


def by_week(weeks: Sequence[WeekOfStudy], goal: int) -> WeeklyTotals:
    """The last half year of weeks."""
    shown = (
        WeekTotals(each.starts, each.ends, each.words, each.reviews, round(each.minutes, 1)) for each in weeks[-WEEKS:]
    )
    return WeeklyTotals(goal, tuple(shown))
