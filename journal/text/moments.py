"""Dates as other programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from journal.text.days import day_of, usable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_TIME = r"(?:(?:,?\s+|T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?\s*(?P<half>[ap]m)?.{0,6})?"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        rf"{_DAY}\s+{_MONTH},?\s+(?P<y>\d{{4}})",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<y>\d{{4}})",
    )
)
_EITHER_WAY = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})" + _TIME, re.IGNORECASE)
_WEEKDAY = r"(?:[a-z]{3,9}day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|(?:周|星期|礼拜)[一二三四五六日天])"
_BESIDE_WEEKDAY = re.compile(rf"(?:{_WEEKDAY}[,，.]?\s+)?(?P<rest>.+?)(?:[,，]?\s+{_WEEKDAY})?", re.IGNORECASE)
_IN_A_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_LONGEST = 100


@dataclass(frozen=True)
class Moment:
    """A day, and the time where it is told. Without a day it is a date that can be read in two ways."""

    day: date | None
    time: time | None = None


def read_moment(text: str) -> Moment | None:
    """The moment that `text` names: 2024-07-09 09:00:00 AM, 9.7.2024, Tue, 9 Jul 2024, July 9th, 2024, 2024年7月9日.

    None for what is no date. 9/7/2024 can be read in two ways and has no day. Raises ValueError for a day or time that
    does not exist.
    """
    whole = _BESIDE_WEEKDAY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    rest = whole["rest"] if whole else ""
    for form in _FORMS:
        if found := form.fullmatch(rest):
            parts = found.groupdict()
            month = parts.get("m") or _MONTHS.index(parts["month"].lower()) + 1
            return Moment(day_of(int(parts["y"]), int(month), int(parts["d"])), _time(parts))
    either = _EITHER_WAY.fullmatch(rest)
    return _either_way(either.groupdict()) if either else None


def day_named(name: str) -> Moment | None:
    """The day in the name of a note: all of the name as `read_moment` reads it, or 2024-07-09 or 20240709 in it.

    None where it names none that exists.
    """
    try:
        if moment := read_moment(name):
            return moment
        found = _IN_A_NAME.search(name)
        return Moment(day_of(*map(int, found.groups()))) if found else None
    except ValueError:
        return None


def moment_of(value: Any) -> Moment | None:
    """The moment that a value of JSON or YAML names; raises as `read_moment` does."""
    if isinstance(value, datetime):
        return Moment(usable(value.date()), value.time().replace(tzinfo=None))
    if isinstance(value, date):
        return Moment(usable(value))
    return read_moment(value) if isinstance(value, str) else None


def _either_way(parts: dict[str, Any]) -> Moment:
    """A date whose day and month are told apart only where one of them is no month, or both are the same."""
    a, b, year = int(parts["a"]), int(parts["b"]), int(parts["y"])
    if a <= 12 and b <= 12 and a != b:
        return Moment(None)
    return Moment(day_of(year, min(a, b), max(a, b)), _time(parts))


def _time(parts: dict[str, Any]) -> time | None:
    if parts["hour"] is None:
        return None
    hour = int(parts["hour"])
    if half := (parts["half"] or "").lower():
        hour = hour % 12 + 12 * (half == "pm") if hour <= 12 else hour
    return time(hour, int(parts["minute"]))
