"""A forgiving streak: never miss twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.memory.statistics import WeekOfStudy


@dataclass(frozen=True)
class Streak:
    """Weeks in a row that reached their aim, a missed week between them forgiven.

    `missed_weeks` are the misses that were forgiven in the current streak. It is `at_risk` when one more missed week
    would break it after the last one was missed. `kept` of `closed` weeks reached their aim.
    """

    current: int = 0
    longest: int = 0
    missed_weeks: int = 0
    at_risk: bool = False
    kept: int = 0
    closed: int = 0


def streak(weeks: Sequence[WeekOfStudy], today: date, *, quota: int, days: int, forgiven: int = 1) -> Streak:
    """The streak of weeks with `quota` words and reviews on at least `days` days, as it stands `today`.

    A missed week is not counted but breaks nothing; one more than the `forgiven` in a row does, so that 0 is strict. A
    week without a log is a missed one.
    A week that is still open counts once it has reached its aim, and is never missed.
    """
    begun = sorted((week for week in weeks if week.starts <= today), key=lambda week: week.starts)
    reached = [week.words >= quota and len(week.days) >= days for week in begun]
    closed = list(_closed_weeks(begun, reached, today))
    early = sum(each for week, each in zip(begun, reached, strict=True) if week.ends >= today)
    current = longest = missed_weeks = misses = 0
    for kept in [*closed, *[True] * early]:
        current, misses = (current + 1, 0) if kept else (current, misses + 1)
        missed_weeks += not kept and current > 0
        if misses > forgiven:
            current = missed_weeks = 0
        longest = max(longest, current)
    return Streak(current, longest, missed_weeks, current > 0 and misses == forgiven > 0, sum(closed), len(closed))


def _closed_weeks(weeks: Sequence[WeekOfStudy], reached: Sequence[bool], today: date) -> Iterator[bool]:
    """Whether each week before `today` reached its aim, from the first log on; one without a log did not.

    Two logs may share a day, so that six days between them are a week that was missed.
    """
    last = None
    for week, kept in zip(weeks, reached, strict=True):
        if last is not None:
            yield from [False] * ((week.starts - last).days // 7)
        if week.ends < today:
            yield kept
        last = week.ends if last is None else max(last, week.ends)
    if last is not None:
        yield from [False] * (((today - last).days - 1) // 7)
