"""Replays reviews under other weights: new memory, and new due dates within the fuzz range.

Reviews stay what they were. A memory is recomputed by replaying the card's reviews; a date moves only within the
days that chance might have chosen for the interval the card has, and only that many cards onto any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from journal.core.days import elapsed, shifted
from journal.memory.load import fuzz_range
from journal.memory.scheduling import Memory, Weights, next_card, scheduler_of

ROOM_SHARE = 10
"""A day takes in one more card, and one more for each that many that it had."""


class Answered(NamedTuple):
    """A review as FSRS sees it: `counted`, or a repeat; `begins` the life of a card that was reset."""

    card: int
    day: date
    rating: int
    counted: bool
    begins: bool = False

    @property
    def answer(self) -> tuple[date, int]:
        """The day and the rating."""
        return self.day, self.rating


class Replayed(NamedTuple):
    """The result of replaying a card's reviews; the interval is in days, without fuzz."""

    stability: float
    difficulty: float
    interval: int


def replay(answers: Iterable[tuple[date, int]], weights: Weights, retention: float) -> Replayed:
    """Replays a card's answers, each a day and a rating, in order. Raises ValueError when there is none.

    An answer that is dated before the one before it came on the same day: the clock was set back in between.
    """
    scheduler, card, interval, last = scheduler_of(weights, retention), None, 0, date.max
    for day, rating in answers:
        card, interval = next_card(scheduler, card, elapsed(last, day), rating)
        last = day
    if card is None or card.stability is None or card.difficulty is None:
        raise ValueError("there is nothing to live through")
    return Replayed(card.stability, card.difficulty, interval)


def last_life(history: Sequence[Answered], repetitions: int) -> list[Answered] | None:
    """The reviews of a card that made its memory, repeats included: from the first of its last `repetitions` counted
    ones on.

    None where not all of them are known. Earlier ones belong to the card before its reset.
    """
    counted = [place for place, each in enumerate(history) if each.counted]
    if not 0 < repetitions <= len(counted):
        return None
    return list(history[counted[-repetitions] :])


def lives(answered: Iterable[Answered]) -> list[int]:
    """For each review, in chronological order, the number of the card's life that it belongs to."""
    found: list[int] = []
    current: dict[int, int] = {}
    begun = 0
    for each in answered:
        if each.card not in current or each.begins:
            current[each.card] = begun
            begun += 1
        found.append(current[each.card])
    return found


@dataclass(frozen=True)
class ReplayedCard:
    """A card, and the result of replaying its reviews under the weights in use and under others.

    Both are None where the reviews that made the memory are not all known: then it stays. A `fixed` card keeps its
    date.
    """

    card: int
    memory: Memory
    now: Replayed | None
    then: Replayed | None
    fixed: bool = False


def reweighed(cards: Sequence[ReplayedCard], today: date) -> dict[int, Memory]:
    """The memory of each card under the other weights, by its id.

    A card that is due today or before keeps its date, and none that comes later is due before tomorrow. No day has
    more cards due than it had and `room` says.
    """
    before = Counter(each.memory.due for each in cards)
    load = Counter(before)
    found = {}
    for each in sorted(cards, key=lambda each: (each.memory.due, each.card)):
        due = each.memory.due
        day = next(day for day in _towards(each, today) if day == due or load[day] < before[day] + room(before[day]))
        load[due] -= 1
        load[day] += 1
        memory = replace(each.memory, due=day)
        if each.then:
            memory = replace(memory, stability=each.then.stability, difficulty=each.then.difficulty)
        found[each.card] = memory
    return found


def room(cards: int) -> int:
    """How many more cards a day takes in that had that many."""
    return 1 + cards // ROOM_SHARE


def _towards(each: ReplayedCard, today: date) -> Sequence[date]:
    """The days that the card may be due on, the one that the other weights want first and the one that it has last."""
    memory = each.memory
    if each.fixed or not each.now or not each.then or memory.due <= today:
        return [memory.due]
    shortest, longest = fuzz_range(memory.interval)
    interval = memory.interval + each.then.interval - each.now.interval
    wanted = max(shifted(memory.last, min(max(interval, shortest), longest)), shifted(today, 1))
    step = 1 if memory.due > wanted else -1
    return [shifted(wanted, step * number) for number in range(abs((memory.due - wanted).days) + 1)]
