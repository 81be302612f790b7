"""Dates as other programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from journal.core.dates import spans, whole_span
from journal.core.days import usable

_TIME = re.compile(
    r"(?:,?\s+|T)(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?\s*(?P<half>[ap]m)?.{0,6}",
    re.IGNORECASE,
)
_LONGEST = 100


@dataclass(frozen=True)
class DateOrTime:
    """A day, and its time if given. Without a day it is a date that can be read in two ways."""

    day: date | None
    time: time | None = None


def read_date_or_time(text: str) -> DateOrTime | None:
    """The moment that `text` names: 2024-07-09 09:00:00 AM, 9.7.2024, Tue, 9 Jul 2024, July 9th, 2024, 2024年7月9日.

    None for what is no date with a year. 9/7/2024 can be read in two ways and has no day. Raises ValueError for a day
    or time that does not exist.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    for found in [None, *_TIME.finditer(text)]:
        if found is None or found.end() == len(text):
            span = whole_span(text[: found.start()] if found else text)
            if span and span.last is None and span.first.year is not None:
                day = None if span.first.either else span.first.on()
                return DateOrTime(day, _time(found) if found and day else None)
    return None


def day_named(name: str) -> DateOrTime | None:
    """The day in the name of a note: all of the name as `read_date_or_time` reads it, or else the one day in it.

    None where it names none that exists.
    """
    try:
        if moment := read_date_or_time(name):
            return moment
        found = next((span.first for span in spans(name) if span.first.year), None)
        return DateOrTime(None if found.either else found.on()) if found else None
    except ValueError:
        return None


def date_or_time_of(value: Any) -> DateOrTime | None:
    """The moment that a value of JSON or YAML names; raises as `read_date_or_time` does."""
    if isinstance(value, datetime):
        return DateOrTime(usable(value.date()), value.time().replace(tzinfo=None))
    if isinstance(value, date):
        return DateOrTime(usable(value))
    return read_date_or_time(value) if isinstance(value, str) else None


def _time(parts: re.Match[str]) -> time:
    hour = int(parts["hour"])
    if half := (parts["half"] or "").lower():
        hour = hour % 12 + 12 * (half == "pm") if hour <= 12 else hour
    return time(hour, int(parts["minute"]))
