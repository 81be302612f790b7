"""What the cards are: by state, by interval, by when they were added."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from journal.db.rows import CardListing
from journal.memory.states import is_mature
from journal.progress.statistics.memory import Bin

State = Literal["new", "young", "mature", "buried", "suspended"]
STATES: tuple[State, ...] = ("new", "young", "mature", "buried", "suspended")
EDGES = (1, 2, 4, 7, 14, 21, 30, 60, 90, 180, 365)
"""Days at which the bins of the intervals begin; the last one holds what lies beyond as well."""
BARS = 60
"""On how many places the cards that were added are counted at most."""


@dataclass(frozen=True)
class CardCount:
    """How many cards are in a state; one that is buried or suspended is in no other."""

    state: State
    cards: int


def card_counts(cards: Iterable[CardListing], today: date) -> tuple[CardCount, ...]:
    """Every state with its cards, as Anki counts them: a learned card is mature from an interval of 21 days on."""
    found = Counter(_state(card, today) for card in cards)
    return tuple(CardCount(state, found[state]) for state in STATES)


def _state(card: CardListing, today: date) -> State:
    if card.suspended:
        return "suspended"
    if card.buried_until is not None and card.buried_until > today:
        return "buried"
    if card.due is None or card.last is None:
        return "new"
    return "mature" if is_mature((card.due - card.last).days) else "young"


@dataclass(frozen=True)
class Intervals:
    """The intervals of the cards that were learned and are not suspended; `median` is None without any.

    `load` is the daily load, as Anki has it: the sum of 1 / interval. So many questions an average day asks while the
    intervals stay as they are.
    """

    median: float | None
    load: float
    bins: tuple[Bin, ...]


def intervals(cards: Iterable[CardListing]) -> Intervals:
    """How far apart the reviews of a card are by now."""
    days = [max(1, (card.due - card.last).days) for card in cards if card.due and card.last and not card.suspended]
    counts = [0] * (len(EDGES) - 1)
    for each in days:
        counts[min(bisect_right(EDGES, each), len(counts)) - 1] += 1
    bins = (Bin(low, high, count) for low, high, count in zip(EDGES, EDGES[1:], counts, strict=False))
    return Intervals(median(days) if days else None, round(sum(1 / each for each in days), 1), tuple(bins))


@dataclass(frozen=True)
class AddedCards:
    """The cards that were added within `days` from a day on, and how many there were at their end."""

    starts: date
    days: int
    cards: int
    total: int


def added(days: Sequence[date], first: date, today: date) -> tuple[AddedCards, ...]:
    """How many cards were added from `first` to `today`, by spans of a day or as many as it takes for few bars.

    `days` are those on which each card of today's was added.
    """
    step = span(first, today)
    found = Counter((day - first).days // step for day in days if day >= first)
    total = sum(day < first for day in days)
    spans = []
    for place in range((today - first).days // step + 1):
        total += found[place]
        spans.append(AddedCards(first + timedelta(days=place * step), step, found[place], total))
    return tuple(spans)


def span(first: date, today: date) -> int:
    """The days that one bar stands for, so that there are not more than `BARS`: a day, or whole weeks."""
    days = (today - first).days + 1
    return 1 if days <= BARS else 7 * -(-days // (7 * BARS))
