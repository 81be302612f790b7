"""Load balancing: chooses the due day within the fuzz range of an interval.

The range of days and the inverse square of what is due on each are those of Anki.

Source: https://github.com/ankitects/anki/blob/main/rslib/src/scheduler/states/load_balancer.rs
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from journal.core.days import shifted
from journal.core.settings import WEEKDAYS

LONGEST = 36500
"""Days of the longest interval that FSRS gives."""

FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))
"""From, to, and the share of each day between them by which an interval may be moved."""


@dataclass(frozen=True)
class Load:
    """How many cards are `due` on each of the days to come, and what share of a usual day each weekday is to bear."""

    due: Mapping[date, int] = field(default_factory=dict)
    shares: Sequence[float] = (1.0,) * 7

    def weight(self, day: date) -> float:
        """How much a day asks to be chosen: the less is due on it, measured by its share, the more.

        The cube lets days that are filled by it come to rest where each has as many cards as its share.
        """
        return float(self.shares[day.weekday()] ** 3 / max(self.due.get(day, 0), 1) ** 2)


EVEN = Load()
"""Every day alike."""


def shares_of(easy_days: Mapping[str, float]) -> tuple[float, ...]:
    """The share of each weekday, from Monday on: 1 where `easy_days` does not name another."""
    return tuple(easy_days.get(name, 1.0) for name in WEEKDAYS)


def fuzz_range(interval: int) -> tuple[int, int]:
    """The shortest and the longest interval that may take the place of one of that many days, which is in the
    middle.


    The longest is never longer than FSRS gives. Neither end ever falls when the interval grows.
    """
    widths = (share * max(min(interval, end) - start, 0) for start, end, share in FUZZ)
    reach = math.floor(1.5 + sum(widths)) if interval > FUZZ[0][0] else 0
    return interval - reach, min(interval + reach, LONGEST)


def day_of(first: date, last: date, luck: float, load: Load = EVEN) -> date:
    """The day from `first` to `last` that `luck`, from 0 to below 1, falls on when each is as likely as it weighs.

    With the same luck and load, a range that begins and ends later never gives an earlier day: the weight is the
    day's own, so that the later range is the likelier to give a later day at any luck.
    """
    days = [shifted(first, number) for number in range((last - first).days + 1)]
    weights = [load.weight(day) for day in days]
    if not any(weights):
        weights = [1.0] * len(days)
    sums = list(accumulate(weights))
    return next((day for day, above in zip(days, sums, strict=True) if luck * sums[-1] < above), last)
