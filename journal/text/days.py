"""The days that a journal may speak of: far enough from both ends of the calendar to reckon weeks around them."""

from __future__ import annotations

from datetime import date

EARLIEST, LATEST = date(1000, 1, 1), date(8999, 12, 31)


def day_of(year: int, month: int, day: int) -> date:
    """The day of these numbers. Raises ValueError for one that does not exist, or lies too far away."""
    return usable(date(year, month, day))


def usable(day: date) -> date:
    """The same day. Raises ValueError where it lies too far away."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day.year:04}-{day.month:02}-{day.day:02} is not between {EARLIEST} and {LATEST}")
    return day
