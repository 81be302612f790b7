"""What the reviews and the weeks add up to: one function for a figure, whichever screen or report shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from journal.db.rows import Day
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, Weights, retrievability


class WrittenWeek(Protocol):
    """A week as it is written: from its first day to its last."""

    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date: ...
    @property
    def body(self) -> str: ...


@dataclass(frozen=True)
class WeekOfStudy:
    """What one week holds: the words written for it, and its reviews."""

    starts: date
    ends: date
    words: int = 0
    days: tuple[Day, ...] = ()

    @property
    def reviews(self) -> int:
        return sum(day.reviews for day in self.days)

    @property
    def right(self) -> int:
        return sum(day.right for day in self.days)

    @property
    def new(self) -> int:
        return sum(day.new for day in self.days)

    @property
    def minutes(self) -> float:
        return sum(day.seconds for day in self.days) / 60

    @property
    def retention(self) -> float | None:
        """The true retention of the week; None when nothing was asked that had been learned before."""
        return retention(self.days)


def weeks_of_study(
    weeks: Iterable[WrittenWeek], days: Iterable[Day], words: Callable[[str], int]
) -> tuple[WeekOfStudy, ...]:
    """Each week with the words of its body, as `words` counts them, and the days of review that fall into it.

    A day that two weeks share counts for the one that begins later, and only there.
    """
    periods = sorted(weeks, key=lambda week: (week.starts, week.ends))
    found: list[list[Day]] = [[] for _ in periods]
    for day in days:
        holding = [place for place, week in enumerate(periods) if week.starts <= day.day <= week.ends]
        if holding:
            found[holding[-1]].append(day)
    return tuple(
        WeekOfStudy(week.starts, week.ends, words(week.body), tuple(inside))
        for week, inside in zip(periods, found, strict=True)
    )


def retention(days: Iterable[Day]) -> float | None:
    """The true retention, as in Anki: of the counted reviews of cards learned on an earlier day, the share that was
    rated Hard or better.
    """
    recalls = recalled = 0
    for day in days:
        recalls, recalled = recalls + day.recalls, recalled + day.recalled
    return recalled / recalls if recalls else None


def forecast(due: Iterable[tuple[date, int]], today: date, days: int) -> tuple[int, ...]:
    """How many cards come due today and on each of the days after, `days` in all; what is overdue counts today."""
    coming: Counter[date] = Counter()
    for day, count in due:
        coming[max(day, today)] += count
    return tuple(coming[day] for day in _each_day(today, today + timedelta(days=days - 1)))


def _each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def known(memories: Iterable[Memory | None], day: date, weights: Weights = DEFAULT_WEIGHTS) -> float | None:
    """How well cards are known on `day`, from 0 to 1: their mean retrievability.

    A card that was never reviewed counts as 0, as it does in what Anki calls the total knowledge: the sum. Without any
    cards the answer is None.
    """
    chances = [retrievability(memory, day, weights) if memory else 0.0 for memory in memories]
    return sum(chances) / len(chances) if chances else None
