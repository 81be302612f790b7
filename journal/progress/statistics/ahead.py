"""What comes due: by day for two weeks, and by week for half a year with the span that is to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from journal.memory.statistics import forecast

DAYS, WEEKS = 14, 26


class Band(NamedTuple):
    """One learner in ten has fewer than `low`, half of them fewer than `middle`, nine in ten fewer than `high`."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class DueDay:
    """How many questions are due on a day by the schedule, and how many are likely asked; None while that is open."""

    day: date
    due: int
    expected: int | None = None


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


def with_expected(figures: Ahead, days: Sequence[Band], weeks: Sequence[Band]) -> Ahead:
    """The same with how many questions each day and each week is expected to ask."""
    by_day = (replace(day, expected=band.middle) for day, band in zip(figures.days, days, strict=False))
    by_week = (replace(week, **band._asdict()) for week, band in zip(figures.weeks, weeks, strict=True))
    return replace(figures, days=tuple(by_day), weeks=tuple(by_week))
