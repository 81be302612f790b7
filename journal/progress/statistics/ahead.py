"""What comes due: by day for two weeks, and by week for half a year with the span that is to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from journal.memory.statistics import forecast

DAYS, WEEKS = 14, 26


@dataclass(frozen=True)
class DueDay:
    """How many questions come due on a day."""

    day: date
    due: int


@dataclass(frozen=True)
class DueWeek:
    """The seven days from `starts` on: what is due by the schedule as it stands, and the reviews to be expected.

    Eight of ten simulated learners have from `low` to `high` reviews, half of them fewer than `middle`; None while
    nothing was simulated.
    """

    starts: date
    due: int
    low: int | None = None
    middle: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Ahead:
    """What comes due. Today holds the `backlog`, which are the questions that were due before; `new` ones wait too."""

    backlog: int
    new: int
    days: tuple[DueDay, ...]
    weeks: tuple[DueWeek, ...]


def ahead(due: Sequence[tuple[date, int]], new: int, today: date) -> Ahead:
    """What comes due, from how many questions are due on each day and how many were never asked."""
    coming = forecast(due, today, 7 * WEEKS)
    weeks = (DueWeek(today + timedelta(weeks=n), sum(coming[7 * n : 7 * n + 7])) for n in range(WEEKS))
    return Ahead(
        backlog=sum(count for day, count in due if day < today),
        new=new,
        days=tuple(DueDay(today + timedelta(days=n), count) for n, count in enumerate(coming[:DAYS])),
        weeks=tuple(weeks),
    )


def with_band(figures: Ahead, band: Sequence[tuple[int, int, int]]) -> Ahead:
    """The same with what is to be expected of each week: the low, the middle and the high of it."""
    weeks = (
        replace(week, low=low, middle=middle, high=high)
        for week, (low, middle, high) in zip(figures.weeks, band, strict=True)
    )
    return replace(figures, weeks=tuple(weeks))
