"""Habits week over week: what each adds up to, against the week before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.dates import Period

PHONE = "phone"
"""A phone pickup; its names in both languages mean this habit."""
MEASURED = ("words", "entries", "focus", "reviews", "review_minutes")
"""What the app counts: words written, days with an entry, minutes of focus, reviews, minutes of review."""
LEVELS = "▁▂▃▄▅▆▇"


@dataclass(frozen=True)
class Habit:
    """What a habit adds up to in each week, the last one being the week of today.

    `name` is how it is stored, `title` how it is read; a `measured` one is not marked but counted by the app.
    """

    name: str
    title: str
    values: tuple[float, ...]
    measured: bool

    @property
    def value(self) -> float:
        """This week's."""
        return self.values[-1]

    @property
    def before(self) -> float:
        """Last week's."""
        return self.values[-2]

    @property
    def delta(self) -> float:
        """This week's against last week's."""
        return self.value - self.before


def by_week(days: Mapping[date, float], weeks: Sequence[Period]) -> tuple[float, ...]:
    """What some days add up to in each of the weeks, to a hundredth."""
    return tuple(round(sum(value for day, value in days.items() if first <= day <= last), 2) for first, last in weeks)


def sparkline(values: Sequence[float]) -> str:
    """Values as columns of one line, the highest one all but full, so that lines stay apart; nothing is a dot."""
    top = max(values, default=0)
    return "".join(LEVELS[max(1, round(value / top * len(LEVELS))) - 1] if value > 0 else "·" for value in values)
