"""What was reviewed: today in numbers, and over time by how long the questions had been learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from journal.db.rows import ReviewedDay
from journal.progress.statistics.cards import span

Age = Literal["new", "young", "mature", "repeats"]
AGES: tuple[Age, ...] = ("new", "young", "mature", "repeats")


@dataclass(frozen=True)
class AnswersOf:
    """The answers of today to questions of one age, how many were rated Hard or better, and their minutes."""

    age: Age
    answers: int
    passed: int
    minutes: float


@dataclass(frozen=True)
class ReviewedSpan:
    """The answers within `days` from a day on, by the age of what was asked."""

    starts: date
    days: int
    new: int = 0
    young: int = 0
    mature: int = 0
    repeats: int = 0

    def of(self, age: Age) -> int:
        """The answers to questions of one age."""
        return int(getattr(self, age))

    @property
    def answers(self) -> int:
        """All answers."""
        return sum(map(self.of, AGES))


def reviewed(days: Sequence[ReviewedDay], first: date, today: date) -> tuple[ReviewedSpan, ...]:
    """The answers from `first` to `today`, by spans of a day or as many as it takes for few bars."""
    step = span(first, today)
    spans = [ReviewedSpan(first + timedelta(days=n), step) for n in range(0, (today - first).days + 1, step)]
    found: list[list[ReviewedDay]] = [[] for _ in spans]
    for each in days:
        if first <= each.day <= today:
            found[(each.day - first).days // step].append(each)
    return tuple(_sum(each, inside) for each, inside in zip(spans, found, strict=True))


def _sum(empty: ReviewedSpan, days: Iterable[ReviewedDay]) -> ReviewedSpan:
    inside = list(days)
    return ReviewedSpan(empty.starts, empty.days, **{age: sum(getattr(each, age) for each in inside) for age in AGES})
