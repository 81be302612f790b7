"""The days behind and ahead as a grid: a column a week, a row a weekday, each day with a level of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

SHADES = "·░▒▓█"
"""A character for each level: told apart without any colour."""
PLAIN = ".-+*#"
"""The same where a terminal knows ASCII only."""
LEVELS = len(SHADES) - 1


@dataclass(frozen=True)
class Cell:
    """A day: its count, its level from 0 to 4, whether it is still to come, and whether it was written only later."""

    day: date
    count: int
    level: int
    ahead: bool = False
    late: bool = False

    @property
    def coming(self) -> str:
        """How many cards come due on a day ahead, in one character."""
        return "" if not self.count else str(self.count) if self.count < 10 else "+"


def grid(
    today: date,
    behind: Mapping[date, int],
    ahead: Mapping[date, int],
    mondays: Sequence[date],
    late: Set[date] = frozenset(),
) -> list[list[Cell]]:
    """Seven rows, Monday first, with a cell for each of the weeks that begin on `mondays`."""

    def cell(day: date) -> Cell:
        counts = ahead if day > today else behind
        count = counts.get(day, 0)
        return Cell(day, count, level(count, counts), day > today, day <= today and day in late)

    return [[cell(monday + timedelta(days=weekday)) for monday in mondays] for weekday in range(7)]


def mondays_around(today: date, behind: int, ahead: int) -> tuple[list[date], list[date]]:
    """The Mondays of the weeks behind, the one of today last among them, and of those ahead."""
    monday = today - timedelta(days=today.weekday())
    return (
        [monday - timedelta(weeks=n) for n in reversed(range(behind))],
        [monday + timedelta(weeks=n + 1) for n in range(ahead)],
    )


def level(count: int, counts: Mapping[date, int]) -> int:
    """0 for nothing, else 1 to 4 by quarters of the largest count."""
    most = max(counts.values(), default=0)
    return -(-LEVELS * count // most) if count and most else 0


def bounds(counts: Mapping[date, int]) -> tuple[int, ...]:
    """The largest count of each level from 1 to 4; empty when there is none."""
    most = max(counts.values(), default=0)
    return tuple(most * each // LEVELS for each in range(1, LEVELS + 1)) if most else ()
