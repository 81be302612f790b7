"""Days: which of them a journal may speak of, and how one reckons with them.

A clock may be set back and a text may tell any date: no time that has passed is less than none, and no sum of days
leaves the calendar.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

EARLIEST, LATEST = date(1000, 1, 1), date(8999, 12, 31)
"""The days that a journal may speak of: far enough from both ends of the calendar to reckon weeks around them."""


def day_of(year: int, month: int, day: int) -> date:
    """The day of these numbers. Raises ValueError for one that does not exist, or lies too far away."""
    return usable(date(year, month, day))


def usable(day: date) -> date:
    """The same day. Raises ValueError where it lies too far away."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day.year:04}-{day.month:02}-{day.day:02} is not between {EARLIEST} and {LATEST}")
    return day


def elapsed(since: date, day: date) -> int:
    """Whole days from `since` to `day`; none where `day` comes first: the clock was set back, or a flight went west."""
    return max(0, (day - since).days)


def shifted(day: date, days: int) -> date:
    """The day `days` later, or earlier where they are less than 0; at most the calendar's first or last one."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def moved(moment: datetime, by: timedelta) -> datetime:
    """The moment that much later, or earlier; at most the calendar's first or last one."""
    try:
        return moment + by
    except OverflowError:
        return (datetime.max if by > timedelta() else datetime.min).replace(tzinfo=moment.tzinfo)


def study_day(now: datetime, day_starts: int) -> date:
    """The day of study that the local time `now` belongs to, when days start at the hour `day_starts`.

    A clock that shows a day of which no journal may speak is wrong: it is the first such day then, or the last.
    """
    day = shifted(now.date(), -1 if now.hour < day_starts else 0)
    return min(max(day, EARLIEST), LATEST)


def minutes_ahead_of_utc(now: datetime) -> int:
    """By how many minutes the local time `now` is ahead of UTC; 0 at the calendar's ends, where nothing tells."""
    try:
        ahead = now.astimezone().utcoffset()
    except (ValueError, OverflowError, OSError):  # a clock at the first or last day of the calendar
        return 0
    return round(ahead.total_seconds() / 60) if ahead else 0
