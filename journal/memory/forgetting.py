"""Why a question comes back on its date: the forgetting curve, and where it meets the desired retention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from journal.core.days import elapsed, shifted
from journal.memory.load import LONGEST, fuzz_range
from journal.memory.scheduling import DEFAULT_WEIGHTS, WEEK, Memory, Weights, retrievability, shape

POINTS = 1000
"""On how many days between two reviews a forgetting curve is reckoned at most: as many as any screen can show."""


def days_until(share: float, stability: float, weights: Weights = DEFAULT_WEIGHTS) -> int:
    """The whole days, at least one, after which a right answer is `share` likely, at this stability (in days).

    The inverse of FSRS-6's forgetting curve: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
    """
    decay, factor = shape(weights)
    days: float = stability / factor * (share ** (1 / decay) - 1)
    return max(round(min(days, LONGEST)), 1)


def curve(
    memories: Sequence[Memory], until: date, weights: Weights = DEFAULT_WEIGHTS, today: date | None = None
) -> list[tuple[date, float]]:
    """How likely a right answer was on each day since the first review, and will be as far as the day `until`.

    `memories` are those after each review, in order. The day of a later review is there twice: before it and after.
    Between two reviews that are years apart it is reckoned every few days, and on the day `today`.
    """
    ends = [*(memory.last for memory in memories[1:]), until]
    return [
        (day, retrievability(memory, day, weights))
        for memory, end in zip(memories, ends, strict=False)
        for day in _days(memory.last, end, today)
    ]


def _days(first: date, last: date, also: date | None) -> list[date]:
    """The days from `first` to `last`, both of them included, at most `POINTS` of them and perhaps one more."""
    length = elapsed(first, last)
    numbers = {*range(0, length, max(1, -(-length // POINTS))), length}
    if also is not None and first <= also <= last:
        numbers.add(elapsed(first, also))
    return [shifted(first, number) for number in sorted(numbers)]


Reason = Literal["moved", "tomorrow", "week", "missed", "before"]


@dataclass(frozen=True)
class Why:
    """What a date came from.

    `interval` is the days from the last review to the date, `crossing` those until the chance of a right answer falls
    to the desired `retention`, `retrievability` the one on the date itself. The `reason` is that the date is moved by
    chance (`moved` days, perhaps none), that the learner was sure of a wrong answer (`tomorrow`), or was before this
    one (`week`), that the last answer was wrong (`missed`), or that the retention or the weights were others when it
    was set (`before`).
    """

    interval: int
    crossing: int
    moved: int
    retrievability: float
    retention: float
    reason: Reason


def why(
    memory: Memory, retention: float, weights: Weights, *, missed: bool, sure: bool, follows_sure_miss: bool = False
) -> Why:
    """Why a card with this memory comes back on its date.

    Its last answer was `missed`, and given as `sure`; or the one before that was both.
    """
    crossing = days_until(retention, memory.stability, weights)
    shortest, longest = fuzz_range(crossing)
    moved = memory.interval - crossing
    reason: Reason = "before"
    if missed and sure and memory.interval <= 1:
        reason = "tomorrow"
    elif shortest <= memory.interval <= longest:
        reason = "moved"
    elif follows_sure_miss and memory.interval == WEEK < crossing:
        reason = "week"
    elif missed:
        reason = "missed"
    return Why(
        memory.interval,
        crossing,
        moved,
        retrievability(memory, memory.due, weights),
        retention,
        reason,
    )
