"""The days that weekly logs cover: by the calendar, by ISO, or in the rhythm of the logs that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.dates import Period
from journal.core.days import shifted
from journal.core.week_rules import Rule

_LONGEST = 15
"""Days of the longest log whose length is followed: two weeks with a shared day."""


def period_of(day: date, first_weekday: int) -> Period:
    """First and last of the seven days that hold `day`, in weeks that begin on `first_weekday` (Monday is 0)."""
    first = shifted(day, -((day.weekday() - first_weekday) % 7))
    return first, shifted(first, 6)


@dataclass(frozen=True)
class IsoWeek:
    """A week of the ISO calendar, Monday to Sunday: 2024-W28."""

    year: int
    week: int

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.week:02}"

    @property
    def period(self) -> Period:
        first = date.fromisocalendar(self.year, self.week, 1)
        return first, shifted(first, 6)


def iso_week(day: date) -> IsoWeek:
    """The ISO week that holds `day`: 2024-12-30 lies in 2025-W01."""
    year, week, _ = day.isocalendar()
    return IsoWeek(year, week)


def weeks_until(day: date, count: int, written: Sequence[Period], first_weekday: int) -> list[Period]:
    """The last `count` weeks up to the one that holds `day`, oldest first: those `written`, and weeks by rule between.

    Every day belongs to one week: a day that two written weeks share belongs to the later one.
    """
    found: list[Period] = []
    while len(found) < count:
        first, last = _week_holding(day, written, first_weekday)
        found.insert(0, (first, shifted(found[0][0], -1) if found else last))
        day = shifted(first, -1)
    return found


def _week_holding(day: date, written: Sequence[Period], first_weekday: int) -> Period:
    holding = max((week for week in written if week[0] <= day <= week[1]), default=None)
    first, last = holding or period_of(day, first_weekday)
    before = [ends for starts, ends in written if ends < day and (holding is None or starts > first)]
    after = [starts for starts, _ in written if starts > day]
    return max([first, *(shifted(ends, 1) for ends in before)]), min([last, *(shifted(starts, -1) for starts in after)])


@dataclass(frozen=True)
class Rhythm:
    """Periods in a row: `period` is one of them, and each begins `step` days after the one before it."""

    period: Period
    step: int

    @property
    def shared(self) -> int:
        """How many days two neighbours share: the last of one and the first of the next, or none."""
        first, last = self.period
        return (last - first).days + 1 - self.step

    def holding(self, day: date) -> Period:
        """The period that holds `day`; of two that share it, the one that begins with it."""
        first, last = self.period
        move = (day - first).days // self.step * self.step
        return shifted(first, move), shifted(last, move)


def rhythm_of(periods: Sequence[Period], rule: Rule, first_weekday: int) -> Rhythm:
    """The rhythm of new logs beside those of some `periods`.

    Following, it is that of the latest log of whole weeks: one from Sunday to Sunday shares its last day with the
    next. Without such a log, and by the calendar, a period is seven days from `first_weekday` (Monday is 0).
    """
    for first, last in sorted(periods, reverse=True) if rule == "follow" else ():
        days = (last - first).days + 1
        if 7 <= days <= _LONGEST and days % 7 <= 1:
            return Rhythm((first, last), days - days % 7)
    return Rhythm(period_of(date(2024, 1, 1), 0 if rule == "iso" else first_weekday), 7)


def new_period(day: date, periods: Sequence[Period], rhythm: Rhythm) -> Period:
    """The period of a new log that holds `day`, which none of the `periods` does, cut where it would run into one."""
    first, last = rhythm.holding(day)
    before = [shifted(ends, 1 - rhythm.shared) for _, ends in periods if ends < day]
    after = [shifted(starts, rhythm.shared - 1) for starts, _ in periods if starts > day]
    return max([first, *before]), min([last, *after])


def new_number(period: Period, numbered: Sequence[tuple[int | None, date, date]], rule: Rule) -> int | None:
    """The number of a new log among those there are (number, first and last day): one more than the log before it.

    Before the first log it counts back. None where there is no number left between two neighbours. By ISO it is the
    number of the calendar week.
    """
    if rule == "iso":
        return iso_week(period[0]).week
    before = [number for number, starts, _ in numbered if number is not None and starts < period[0]]
    after = [number for number, starts, _ in numbered if number is not None and starts > period[0]]
    number = before[-1] + 1 if before else after[0] - 1 if after else 1
    return number if number > 0 and number not in after[:1] else None
