"""What FSRS holds of the questions: histograms of today, and how much was known on every day until then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from journal.db.rows import MemorySpan
from journal.memory.scheduling import Memory, Weights, retrievability, retrievability_after

EDGES: dict[str, tuple[float, ...]] = {
    "stability": (0, 1, 3, 7, 14, 21, 30, 60, 90, 180, 365),
    "difficulty": tuple(range(1, 11)),
    "retrievability": tuple(n / 10 for n in range(11)),
}
"""Where the bins of each histogram begin and end; the last one holds what lies beyond as well."""
POINTS = 52
"""On how many days at most the knowledge is reckoned."""


@dataclass(frozen=True)
class Bin:
    """How many questions have a value from `low` to below `high`."""

    low: float
    high: float
    questions: int


@dataclass(frozen=True)
class Histogram:
    """The values of all questions that were reviewed; `median` is None without any."""

    name: str
    median: float | None
    bins: tuple[Bin, ...]


def histograms(memories: Iterable[Memory], today: date, weights: Weights) -> tuple[Histogram, ...]:
    """Stability in days, difficulty from 1 to 10, retrievability of today from 0 to 1."""
    every = list(memories)
    values = {
        "stability": [each.stability for each in every],
        "difficulty": [each.difficulty for each in every],
        "retrievability": [retrievability(each, today, weights) for each in every],
    }
    return tuple(_histogram(name, found, EDGES[name]) for name, found in values.items())


def _histogram(name: str, values: Sequence[float], edges: Sequence[float]) -> Histogram:
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[min(bisect_right(edges, value), len(counts)) - 1] += 1
    bins = (Bin(low, high, count) for low, high, count in zip(edges, edges[1:], counts, strict=False))
    return Histogram(name, median(values) if values else None, tuple(bins))


@dataclass(frozen=True)
class KnownOn:
    """How many of the `begun` questions would be answered right on a day: the sum of their retrievability."""

    day: date
    known: float
    begun: int


def step_of(first: date, today: date) -> int:
    """The days from one point of the curve to the next, so that there are at most `POINTS`."""
    return max(1, -(-(today - first).days // (POINTS - 1)))


def knowledge(stretches: Iterable[MemorySpan], first: date, today: date, weights: Weights) -> tuple[KnownOn, ...]:
    """The knowledge on every `step_of` days from `first` to `today`, from the stability that each review left.

    `stretches` may leave out those that cover none of these days.
    """
    step, length = step_of(first, today), (today - first).days
    days = [*range(0, length, step), length]
    known, begun = [0.0] * len(days), [0] * len(days)
    for each in stretches:
        for place in range(-(-each.begins // step), len(days)):
            if each.ends is not None and days[place] >= each.ends:
                break
            if days[place] >= each.begins:
                known[place] += each.cards * retrievability_after(each.stability, days[place] - each.begins, weights)
                begun[place] += each.cards
    return tuple(
        KnownOn(first + timedelta(days=day), round(much, 1), count)
        for day, much, count in zip(days, known, begun, strict=True)
    )
